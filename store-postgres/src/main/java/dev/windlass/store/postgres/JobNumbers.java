package dev.windlass.store.postgres;

import dev.windlass.task.JobId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Walks jobs in the order of their accepts, by windows of numbers. The index tells only which pages may hold a number, and an order by
 * it alone would sort all jobs; a window has no more jobs than numbers.
 *
 * <p>A job that is being accepted while the walk passes its number is passed over, like one that is accepted after the walk. Used by
 * one thread.
 */
final class JobNumbers {
    /** Numbers in a window. Jobs have some of them, and places in lines the others. */
    private static final int WINDOW = 4_000;

    /** Within its transaction, the plans of the hot statements are of no use: this index can be read in one way only. */
    private static final String BY_PAGES = """
            select set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'on', true)
            """;

    private static final String LAST = "select last_value as last from windlass.place";

    private static final String IN_WINDOW = """
            select number, id, octet_length(payload) as weight
            from windlass.job
            where number > ? and number <= ?
            order by number
            limit ?
            """;

    /** Ends at the first it meets, in whatever order. */
    private static final String ANY = """
            select exists (select 1 from windlass.job where number > ? and number <= ?) as there
            """;

    private final Transaction transaction;
    private final long end;
    private long from;

    private JobNumbers(Transaction transaction, long after, long end) {
        this.transaction = transaction;
        this.from = after;
        this.end = end;
    }

    /** Those after a number, up to those that are there now. */
    static JobNumbers after(Transaction transaction, long number) throws SQLException {
        try (var pages = transaction.plain(BY_PAGES);
                var last = transaction.plain(LAST)) {
            pages.list(row -> row);
            return new JobNumbers(transaction, number, last.get(row -> row.number("last")));
        }
    }

    /** A job, and how large its payload is. */
    record Numbered(long number, JobId job, long weight) {}

    /** The next ones; fewer than the limit only at the end. */
    List<Numbered> next(int limit) throws SQLException {
        var found = new ArrayList<Numbered>();
        while (found.size() < limit && from < end) {
            var window = window(limit - found.size());
            found.addAll(window);
            if (window.isEmpty()) {
                skip();
            }
        }
        return found;
    }

    private List<Numbered> window(int limit) throws SQLException {
        try (var call = transaction.plain(IN_WINDOW)) {
            var upto = Math.min(from + WINDOW, end);
            var found = call.number(from)
                    .number(upto)
                    .number(limit)
                    .list(row -> new Numbered(row.number("number"), row.job("id"), row.number("weight")));
            from = found.size() < limit ? upto : found.get(found.size() - 1).number();
            return found;
        }
    }

    /**
     * Goes to where a window is not empty, or to the end. Old jobs may stand alone among millions of numbers whose jobs are gone:
     * steps grow while there is nothing, and are halved where there is something.
     */
    private void skip() throws SQLException {
        var step = (long) WINDOW;
        while (from < end && !any(step)) {
            from += Math.min(step, end - from);
            step *= 2;
        }
        while (step > WINDOW) {
            step /= 2;
            if (!any(step)) {
                from += step;
            }
        }
    }

    private boolean any(long step) throws SQLException {
        try (var call = transaction.plain(ANY)) {
            return call.number(from).number(from + Math.min(step, end - from)).get(row -> row.truth("there"));
        }
    }
}
