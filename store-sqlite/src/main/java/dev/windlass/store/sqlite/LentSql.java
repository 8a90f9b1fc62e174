package dev.windlass.store.sqlite;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What SQL may not run on the connection that is lent: what begins or ends transactions, what changes the connection for those
 * who come after, and what writes the store's {@linkplain OwnTables own tables}.
 *
 * <p>Reads no more of SQL than where statements begin, as {@code sqlite3_complete} does: words, quotes, comments, and triggers, whose
 * inner semicolons end no statement. What is not SQL at all is left to SQLite, which refuses it better.
 */
final class LentSql {
    private static final Set<String> REFUSED =
            Set.of("begin", "commit", "end", "attach", "detach", "vacuum", "backup", "restore");

    private static final Set<String> TEMPORARY = Set.of("temp", "temporary");

    /** The pragmas that answer a question about their argument; to all others an argument is a new value. */
    private static final Set<String> ASKING = Set.of(
            "table_info",
            "table_xinfo",
            "table_list",
            "index_list",
            "index_info",
            "index_xinfo",
            "foreign_key_list",
            "foreign_key_check",
            "integrity_check",
            "quick_check");

    /**
     * A byte order mark is a space to SQLite; every other character beyond ASCII belongs to a word. The name of a parameter may be
     * {@code $a::b(c)}, with whatever stands between the parentheses, a quote for one.
     */
    private static final Pattern TOKEN = Pattern.compile("""
            (?<space> [\\s\\x{FEFF}]++ | --[^\\n]*+ | /\\*.*?(?:\\*/|\\z) )
            | (?<quoted> '[^']*+'? | "[^"]*+"? | `[^`]*+`? | \\[[^\\]]*+\\]? )
            | [$@:\\#] (?: [\\w$\\x{80}-\\x{10FFFF}] | :: )++ (?: \\([^\\s)]*+\\)? )?
            | [\\w$\\x{80}-\\x{10FFFF}]++
            | .
            """, Pattern.COMMENTS | Pattern.DOTALL);

    private final List<String> statement = new ArrayList<>();

    private LentSql() {}

    /** Refuses the whole text if one statement of it must not run, before the first of them has run. */
    static void requireHarmless(String sql) {
        var reading = new LentSql();
        var tokens = TOKEN.matcher(sql);
        while (tokens.find()) {
            if (tokens.group("space") == null) {
                // What is quoted keeps its first quote, so that it is never taken for a word of the language.
                reading.next(tokens.group().toLowerCase(Locale.ROOT));
            }
        }
        reading.end();
    }

    private void next(String token) {
        if (token.equals(";") && !isWithinTrigger()) {
            end();
        } else {
            statement.add(token);
        }
    }

    private void end() {
        var words = withoutExplain();
        // What is to be explained is not run.
        if (words.size() == statement.size()) {
            OwnTables.requireUnwritten(words);
        }
        if (!words.isEmpty() && isRefused(words)) {
            throw refused(words.get(0).equals("create") ? "create temp" : words.get(0));
        }
        statement.clear();
    }

    /** A trigger ends where an "end" follows a semicolon; that of a "case" follows none. */
    private boolean isWithinTrigger() {
        var words = withoutExplain();
        var size = words.size();
        return isTrigger(words)
                && !(words.get(size - 1).equals("end") && words.get(size - 2).equals(";"));
    }

    private static boolean isTrigger(List<String> words) {
        var type = words.size() > 1 && TEMPORARY.contains(words.get(1)) ? 2 : 1;
        return words.size() > type
                && words.get(0).equals("create")
                && words.get(type).equals("trigger");
    }

    /** Some pragmas take effect even where they are only to be explained. */
    private List<String> withoutExplain() {
        var first = 0;
        while (first < statement.size() && Set.of("explain", "query", "plan").contains(statement.get(first))) {
            first++;
        }
        return statement.subList(first, statement.size());
    }

    private static boolean isRefused(List<String> words) {
        return switch (words.get(0)) {
            case "rollback" -> !words.contains("to");
            case "pragma" -> sets(words);
            case "create" -> makesTemporary(words);
            default -> REFUSED.contains(words.get(0));
        };
    }

    private static boolean sets(List<String> words) {
        var value = words.stream().filter(Set.of("=", "(")::contains).findFirst();
        return value.isPresent() && !ASKING.contains(words.get(words.indexOf(value.get()) - 1));
    }

    /** Whether the name of what is to be made belongs to a connection: it would hide a table of that name from those who come after. */
    private static boolean makesTemporary(List<String> words) {
        var qualifier = words.indexOf(".") - 1;
        return TEMPORARY.contains(words.get(Math.min(1, words.size() - 1)))
                || (qualifier > 0
                        && TEMPORARY.contains(words.get(qualifier))
                        && !words.subList(0, qualifier).contains("as"));
    }

    /** For a method of JDBC as for SQL. */
    static IllegalStateException refused(String what) {
        return new IllegalStateException(
                what
                        + " is refused here: the store commits when the function returns and undoes when it throws, and its connection stays as it is for those who come after");
    }
}
