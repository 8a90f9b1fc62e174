package dev.windlass.store.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Whether a database's structure is whole. Payloads have checksums of their own, because SQLite's pages have none.
 *
 * <p>All checks are linear in the file: on two busy cores the full one read 60 MiB a second, the quick one 130. A store must be
 * open again two seconds after a crash, so the size decides what happens after an unclean stop.
 */
enum Integrity {
    /** Every page, and every index against its table, before the store opens. */
    FULL("pragma integrity_check(1)"),
    /** Every page, before the store opens. */
    QUICK("pragma quick_check(1)"),
    /** Every page, while the store works already. */
    LATE("pragma quick_check(1)");

    private static final long MOST_BYTES_OF_FULL_CHECK = 64L << 20;
    private static final long MOST_BYTES_OF_QUICK_CHECK = 192L << 20;

    private static final String SIZE = "select page_count * page_size from pragma_page_count, pragma_page_size";
    private static final String SOUND = "ok";

    private final String pragma;

    Integrity(String pragma) {
        this.pragma = pragma;
    }

    /** The check that a file of this size gets after an unclean stop. */
    static Integrity afterUncleanStop(Connection connection) throws SQLException {
        return of(Long.parseLong(ask(connection, SIZE)));
    }

    static Integrity of(long bytes) {
        if (bytes <= MOST_BYTES_OF_FULL_CHECK) {
            return FULL;
        }
        return bytes <= MOST_BYTES_OF_QUICK_CHECK ? QUICK : LATE;
    }

    /** "ok", or the first damage that was found. */
    String verdict(Connection connection) throws SQLException {
        return ask(connection, pragma);
    }

    /** Refuses a damaged file. */
    void requireSound(Path file, Connection connection) throws SQLException {
        var verdict = verdict(connection);
        if (!isSound(verdict)) {
            throw DatabaseFile.refused(file, "it is damaged " + remedy(file, verdict));
        }
    }

    static boolean isSound(String verdict) {
        return verdict.equals(SOUND);
    }

    /** What was found and what to do, to follow "damaged". */
    static String remedy(Path file, String verdict) {
        return "(" + verdict + "); restore a backup, or save what is left with: sqlite3 " + file + " .recover";
    }

    private static String ask(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            return row.next() ? String.valueOf(row.getString(1)).replaceAll("\\s+", " ") : "no answer";
        }
    }
}
