package dev.windlass.store.postgres;

import dev.windlass.task.JobId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Cancels what does not run, by the batch. */
final class Purging {
    /** One snapshot: a job that moves from one of these tables to another stands in one of them. */
    private static final String FIND = """
            select job
            from (
              select job from windlass.ready where queue = ?
              union all
              select job from windlass.scheduled where queue = ?
              union all
              select job from windlass.waiting where queue = ?) as standing
            limit ?
            """;

    /** By id, as everybody locks rows of jobs. What has started meanwhile is in none of these tables. */
    private static final String CANCEL = """
            with clock as materialized (select windlass.windlass_now() as at, ?::bigint as keep),
            i as materialized (select job as i_job from unnest(?::uuid[]) as i(job) order by job),
            later as (
              delete from windlass.scheduled s using i
              where s.job = i_job
              returning job, fence, failures, 0 as losses, releases, marks, queue),
            standing as (
              delete from windlass.ready r using i
              where r.job = i_job
              returning job, fence, failures, losses, releases, marks, queue),
            waits as (
              delete from windlass.waiting w using i
              where w.job = i_job
              returning job, fence, failures, losses, releases, marks, queue),
            gone as materialized (
              select * from later union all select * from standing union all select * from waits),
            past as (
              insert into windlass.past (job, fence, since, keep_until, failures, losses, releases, marks, state, kept)
              select job, fence, at, windlass.windlass_after(at, keep), failures, losses, releases, nullif(marks & 1, 0), 5,
                     windlass.windlass_kept(keep)
              from gone, clock)
            select job, 5 as to_state, marks, queue, null::bigint as outcome, false as untouched from gone
            """;

    private Purging() {}

    /** Some of what is found, or all, may have started before it is cancelled, and others stand behind these. */
    static int purge(Database database, String queue, int limit, Duration keep) {
        var purged = 0;
        while (purged < limit) {
            var wanted = limit - purged;
            var found = database.transact(transaction -> find(transaction, queue, wanted));
            if (found.isEmpty()) {
                return purged;
            }
            purged += database.transact(transaction -> cancel(transaction, found, keep));
        }
        return purged;
    }

    private static List<JobId> find(Transaction transaction, String queue, int limit) throws SQLException {
        try (var call = transaction.call(FIND)) {
            return call.text(queue).text(queue).text(queue).number(limit).list(row -> row.job("job"));
        }
    }

    private static int cancel(Transaction transaction, List<JobId> jobs, Duration keep) throws SQLException {
        try (var call = transaction.call(CANCEL)) {
            var moved = call.duration(keep).jobs(jobs, job -> job).list(Moved::of);
            LooseEnds.tie(transaction, moved);
            return moved.size();
        }
    }
}
