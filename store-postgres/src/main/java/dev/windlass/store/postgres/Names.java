package dev.windlass.store.postgres;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where the tables stand. Statements are written as if that were the schema {@code windlass}, and turned into those of the settings
 * here, whole names and all: the search path of a session is its owner's, and behind a pooler nobody's.
 *
 * <p>Safe for all threads.
 */
final class Names {
    /** Longest schema and prefix together: PostgreSQL cuts names at 63 bytes, and our longest has 24. */
    static final int MOST = 30;

    private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]*");
    private static final Pattern OURS = Pattern.compile("\\bwindlass\\.(?=\"?[a-z])");
    private static final Pattern CREATED = Pattern.compile("\\bcreate (unique )?index (?=[a-z])");

    private final String schema;
    private final String prefix;
    private final ConcurrentMap<List<String>, String> known = new ConcurrentHashMap<>();

    Names(String schema, String prefix) {
        this.schema = schema;
        this.prefix = prefix;
    }

    /** Refuses what would have to be quoted, or would not fit. */
    static void require(String schema, String prefix) {
        requireName("schema", schema);
        if (!prefix.isEmpty()) {
            requireName("prefix", prefix);
        }
        if (schema.length() + prefix.length() > MOST) {
            throw new IllegalArgumentException("schema \"" + schema + "\" and prefix \"" + prefix + "\" have "
                    + (schema.length() + prefix.length()) + " characters, at most " + MOST
                    + " fit into the names of tables; choose shorter ones");
        }
    }

    private static void requireName(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("the " + what + " is \"" + name + "\", it must match " + NAME.pattern());
        }
    }

    String schema() {
        return schema;
    }

    /** The name of one of our tables, sequences or functions. */
    String of(String name) {
        return schema + "." + prefix + name;
    }

    /** The tables through which jobs pass, as the catalogue names them: those in which dead rows gather. */
    List<String> busy() {
        return Stream.of("ready", "lease", "scheduled", "waiting", "worker", "look", "depth")
                .map(prefix::concat)
                .toList();
    }

    /** A statement as it is sent. */
    String in(String sql) {
        return in(List.of(sql));
    }

    /**
     * Statements as they are sent, in one round trip. There are as many as the program has, so they are kept: the driver, too, finds what
     * it has prepared by a text whose hash is known.
     */
    String in(List<String> statements) {
        var text = known.get(statements);
        return text == null ? known.computeIfAbsent(statements, all -> translate(String.join(";\n", all))) : text;
    }

    /** The same for one that is sent once and no more. */
    String once(String sql) {
        return translate(sql);
    }

    /** A script that creates what the statements speak of; indexes stand in the schema of their tables, and bear the prefix too. */
    String inScript(String sql) {
        return CREATED.matcher(translate(sql)).replaceAll("create $1index " + prefix);
    }

    private String translate(String sql) {
        return OURS.matcher(sql).replaceAll(schema + "." + prefix);
    }
}
