package dev.windlass.store.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/** Whether a database's structure is whole. Payloads have checksums of their own: SQLite's pages have none. */
final class Integrity {
    /**
     * Up to this size an unclean stop is followed by the full check, which also compares every index with its table. It is linear
     * in the file; larger ones get the quick check, so that a store is open again within seconds.
     */
    private static final long MOST_BYTES_OF_FULL_CHECK = 256L << 20;

    private static final String SIZE = "select page_count * page_size from pragma_page_count, pragma_page_size";
    private static final String FULL = "pragma integrity_check(1)";
    private static final String QUICK = "pragma quick_check(1)";
    private static final String SOUND = "ok";

    private Integrity() {}

    /** Refuses a damaged file. */
    static void requireSound(Path file, Connection connection) throws SQLException {
        var verdict = ask(connection, bytes(connection) <= MOST_BYTES_OF_FULL_CHECK ? FULL : QUICK);
        if (!verdict.equals(SOUND)) {
            throw DatabaseFile.refused(
                    file,
                    "it is damaged (" + verdict + "); restore a backup, or save what is left with: sqlite3 " + file
                            + " .recover");
        }
    }

    /** The full check, in time linear in the file: "ok", or the first damage that was found. */
    static String verdict(Connection connection) throws SQLException {
        return ask(connection, FULL);
    }

    private static long bytes(Connection connection) throws SQLException {
        return Long.parseLong(ask(connection, SIZE));
    }

    private static String ask(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            return row.next() ? String.valueOf(row.getString(1)).replaceAll("\\s+", " ") : "no answer";
        }
    }
}
