package dev.windlass.store.postgres;

import dev.windlass.task.JobId;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Counts what stands in queues that are about to get their first bound, before they have it: in steps, so that nobody waits long for
 * a row. From before its beginning on, whatever enters such a queue is counted already; so only what stood there is looked for, and
 * marked as it is counted. A count that breaks off leaves marks and numbers that agree, and the next one goes on from them.
 */
final class Counting {
    /** Rows that one transaction counts. */
    private static final int STEP = 1_000;

    /**
     * Waits for every accept that may have looked at the rules before they said that the queue is counted. Accepts hold the table in
     * row share mode from before that look until they commit; to see what they have written is to have waited for that lock.
     * An empty transaction: those who come meanwhile wait as long as it does.
     */
    private static final String GATE = "lock table windlass.control in exclusive mode";

    /** By id, as everybody locks rows of jobs. What somebody moves meanwhile is found where it went by the next round. */
    private static final String COUNT = """
            with found as materialized (
              select job
              from windlass.STATE
              where job > ? and queue = ? and marks & 8 = 0
              order by job
              limit ?
              for no key update),
            marked as (
              update windlass.STATE s set marks = s.marks | 8 from found where s.job = found.job returning s.job, s.queue),
            counted as (
              insert into windlass.depth (jobs, bytes, queue)
              select count(*), sum(coalesce(b.bytes, octet_length(b.payload))), m.queue
              from marked m join windlass.job b on b.id = m.job
              group by m.queue)
            select job from found order by job desc limit 1
            """;

    private static final List<String> STATES = List.of("scheduled", "ready", "lease", "waiting");

    private static final List<String> COUNTS =
            STATES.stream().map(state -> COUNT.replace("STATE", state)).toList();

    /** In one snapshot a job stands in one place, so none can slip past between two. */
    private static final String ANY_LEFT = """
            select exists (select 1 from windlass.scheduled where queue = i.queue and marks & 8 = 0)
                or exists (select 1 from windlass.ready where queue = i.queue and marks & 8 = 0)
                or exists (select 1 from windlass.lease where queue = i.queue and marks & 8 = 0)
                or exists (select 1 from windlass.waiting where queue = i.queue and marks & 8 = 0) as left_over
            from (select ?::text as queue) as i
            """;

    /** No claim runs that would give leases of these queues without the mark: the rules changed under the locks of all workers. */
    private static final String PACE = """
            with found as materialized (
              select job
              from windlass.lease
              where queue = any (?::text[]) and not paced
              order by job
              for no key update)
            update windlass.lease l set paced = true from found where l.job = found.job
            """;

    private static final JobId FIRST = new JobId(new UUID(0, 0));

    private final Database database;

    Counting(Database database) {
        this.database = database;
    }

    /** The jobs of some queues, and the leases of some. */
    void count(List<String> jobs, List<String> leases) {
        if (!leases.isEmpty()) {
            database.run(transaction -> {
                try (var pace = transaction.call(PACE)) {
                    pace.texts(leases).run();
                }
            });
        }
        if (!jobs.isEmpty()) {
            database.run(transaction -> {
                try (var gate = transaction.call(GATE)) {
                    gate.run();
                }
            });
        }
        jobs.forEach(this::count);
    }

    /** Nothing uncounted enters any more, so a round that follows another finds what moved during that one, and this ends. */
    private void count(String queue) {
        while (database.transact(transaction -> anyLeft(transaction, queue))) {
            for (var sql : COUNTS) {
                var from = Optional.of(FIRST);
                while (from.isPresent()) {
                    var after = from.get();
                    from = database.transact(transaction -> step(transaction, sql, queue, after));
                }
            }
        }
    }

    private static boolean anyLeft(Transaction transaction, String queue) throws SQLException {
        try (var call = transaction.call(ANY_LEFT)) {
            return call.text(queue).get(row -> row.truth("left_over"));
        }
    }

    private static Optional<JobId> step(Transaction transaction, String sql, String queue, JobId after)
            throws SQLException {
        try (var call = transaction.call(sql)) {
            return call.job(after).text(queue).number(STEP).find(row -> row.job("job"));
        }
    }
}
