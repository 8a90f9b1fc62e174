package dev.windlass.store.sqlite;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What is the store's in a file that it shares with its user: every name in the schema that begins with {@code windlass_}, of
 * today's tables and indexes and of any later version's. Everybody may read there, only the store writes. A table in {@code temp} is
 * no exception, since it would hide the one of the same name from the store.
 *
 * <p>Text alone is enough for this. SQL names what it writes straight after a few words, whatever stands before them: a
 * {@code with}, or a trigger around them. Here they are looked for before each name that begins so. Most of them are reserved;
 * {@code view} and {@code trigger} are not, so a reader of a table called that must not give it an alias that begins so.
 *
 * <p>Guards against mistakes: whoever has the file can always open it past the store.
 */
final class OwnTables {
    private static final String PREFIX = "windlass_";

    private static final Pattern WRITING = Pattern.compile(
            "(?s)(?:.* )?(?:into|update|update or \\S+|delete from|rename to|(?:table|index|view|trigger)(?: if exists| if not exists)?)");

    private OwnTables() {}

    /** Refuses a statement, given by its words in lower case, those in quotes with their first quote. */
    static void requireUnwritten(List<String> statement) {
        for (var at = 1; at < statement.size(); at++) {
            var name = withoutQuote(statement.get(at));
            if (name.startsWith(PREFIX) && isWritten(beforeName(statement, at), statement)) {
                throw refused(name);
            }
        }
    }

    private static String withoutQuote(String word) {
        return isQuoted(word) ? word.substring(1) : word;
    }

    private static boolean isQuoted(String word) {
        return "'\"`[".indexOf(word.charAt(0)) >= 0;
    }

    /** What stands before a name and the schema that it may be qualified with. */
    private static List<String> beforeName(List<String> statement, int at) {
        var isQualified = at > 1 && statement.get(at - 1).equals(".");
        return statement.subList(0, isQualified ? at - 2 : at);
    }

    private static boolean isWritten(List<String> before, List<String> statement) {
        var size = before.size();
        // Four words at most decide: "table if not exists". Without the text in quotes, which may read like SQL.
        var last = before.subList(Math.max(0, size - 4), size).stream()
                .map(word -> isQuoted(word) ? "''" : word)
                .collect(Collectors.joining(" "));
        return WRITING.matcher(last).matches() || isAttached(before, statement);
    }

    /** Whether an index or a trigger is to be made on the name. */
    private static boolean isAttached(List<String> before, List<String> statement) {
        return statement.get(0).equals("create")
                && statement.subList(1, Math.min(3, statement.size())).stream()
                        .anyMatch(Set.of("index", "trigger")::contains)
                && statement.indexOf("on") == before.size() - 1;
    }

    private static IllegalStateException refused(String name) {
        return new IllegalStateException(
                name.split("\\W", 2)[0]
                        + " is refused here: what begins with windlass_ in this file can be read but is the store's to write, so give tables and indexes of your own other names");
    }
}
