package dev.windlass.store.postgres;

import java.sql.SQLException;
import java.util.List;

/**
 * A fault that one statement heals.
 *
 * @param heal of the keys in an array of texts; it asks again whether they are wrong, and selects the subject of each that was
 */
record Check(String fault, String remedy, String beginning, String look, String heal) implements Fault {
    /** Before every job. */
    static final String NO_JOB = "00000000-0000-0000-0000-000000000000";

    /** A plain distinct may be made by hashing, and then reads the whole table first. */
    private static final String LOOK_BY_JOB = """
            select t.job::text as key, %s as wrong
            from (select distinct on (job) job from windlass.%s where job > ?::uuid order by job limit ?) as t
            order by t.job
            """;

    private static final String LOOK_AT_EACH = """
            select t.job::text as key, %s as wrong
            from windlass.%s t
            where t.job > ?::uuid
            order by t.job
            limit ?
            """;

    /** Rows of a table with a column job, of which a job may have many; wrong speaks of t.job. */
    static Check rows(String table, String fault, String remedy, String wrong, String heal) {
        return new Check(fault, remedy, NO_JOB, LOOK_BY_JOB.formatted(wrong, table), heal);
    }

    /** The same, and they are removed. */
    static Check removed(String table, String fault, String wrong) {
        return rows(table, fault, "removed", wrong, """
                delete from windlass.%s t
                where t.job = any (?::text[]::uuid[]) and %s
                returning 'job ' || t.job as subject
                """.formatted(table, wrong));
    }

    /** Rows of a table, one for each job; wrong speaks of t. */
    static Check each(String table, String fault, String remedy, String wrong, String heal) {
        return new Check(fault, remedy, NO_JOB, lookAtEach(table, wrong), heal);
    }

    static String lookAtEach(String table, String wrong) {
        return LOOK_AT_EACH.formatted(wrong, table);
    }

    /** The same, and one update mends them. */
    static Check mended(String table, String fault, String remedy, Mending mending) {
        return each(table, fault, remedy, mending.wrong(), """
                update windlass.%s t
                set %s
                where t.job = any (?::text[]::uuid[]) and %s
                returning 'job ' || t.job as subject
                """.formatted(table, mending.set(), mending.wrong()));
    }

    /** What is wrong with t, and the columns that make it right. */
    record Mending(String wrong, String set) {}

    @Override
    public List<String> heal(Transaction transaction, List<String> keys) throws SQLException {
        try (var call = transaction.call(heal)) {
            return call.texts(keys).list(row -> row.text("subject")).stream()
                    .distinct()
                    .toList();
        }
    }
}
