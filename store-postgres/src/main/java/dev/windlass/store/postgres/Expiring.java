package dev.windlass.store.postgres;

import dev.windlass.store.Expired;
import dev.windlass.store.Keep;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Ends jobs that have not started in time. */
final class Expiring {
    /**
     * Along the index of times; what runs is passed by, and is never more than the workers hold. A job that has started has no such time
     * any more. The deletes settle the race with a claim: a job that one of them finds is nobody else's.
     *
     * <p>Each ends under a fence of its own, as if it had been claimed for this: its last one may have a record already. The outcome is
     * FATAL (3), the reason EXPIRED (10).
     */
    private static final String EXPIRE = """
            with clock as materialized (select windlass.windlass_now() as at),
            late as materialized (
              select e.job as late_job, exists (
                  select 1 from windlass.attempt a where a.job = e.job and (a.started is not null or a.ordinal > 0)) as started
              from windlass.expiry e
              where e.at <= (select at from clock) and not exists (select 1 from windlass.lease l where l.job = e.job)
              order by e.at
              limit ?
              for update of e skip locked),
            past_it as (delete from windlass.expiry using late where job = late_job and started),
            later as (
              delete from windlass.scheduled using late where job = late_job and not started
              returning job, fence, failures, releases, marks, queue),
            standing as (
              delete from windlass.ready using late where job = late_job and not started
              returning job, fence, failures, releases, marks, queue),
            held as (
              delete from windlass.waiting using late where job = late_job and not started
              returning job, fence, failures, releases, marks, queue),
            gone as materialized (
              select * from later union all select * from standing union all select * from held),
            died as (
              insert into windlass.dead (job, fence, since, keep_until, worker, failures, losses, releases, number, marks,
                                         reason, outcome, host, error)
              select job, (windlass.windlass_generation() << 31) + (fence & 2147483647) + 1, at,
                     windlass.windlass_after(at, coalesce(k.keep, ?)), 0, failures + 1, 0, releases, failures + 1,
                     nullif(marks & 1, 0), 10, 3, '', ?
              from clock cross join gone left join unnest(?::text[], ?::bigint[]) as k(of, keep) on k.of = queue)
            select g.job, b.task, 6 as to_state, g.marks, g.queue, 3 as outcome, false as untouched
            from gone g join windlass.job b on b.id = g.job
            """;

    private static final String DROP = "delete from windlass.expiry where job = any (?::uuid[])";

    private Expiring() {}

    static List<Expired> expire(Transaction transaction, int limit, Keep keep) throws SQLException {
        var queues = List.copyOf(keep.byQueue().entrySet());
        var expired = new ArrayList<Expired>();
        try (var call = transaction.call(EXPIRE)) {
            var moved = call.number(limit)
                    .duration(Ends.kept(keep.otherwise()))
                    .text(Expired.ERROR)
                    .texts(queues, Map.Entry::getKey)
                    .numbers(queues, queue -> Call.micros(Ends.kept(queue.getValue())))
                    .list(row -> {
                        expired.add(new Expired(row.job("job"), row.text("task")));
                        return Moved.of(row);
                    });
            LooseEnds.tie(transaction, moved);
        }
        return expired;
    }

    /** What has ended has no time left to start by. */
    static void moved(Transaction transaction, List<Moved> moved) throws SQLException {
        var ended = moved.stream()
                .filter(job -> job.to().ended() && job.has(Mark.EXPIRES))
                .map(Moved::job)
                .toList();
        if (!ended.isEmpty()) {
            try (var call = transaction.call(DROP)) {
                call.jobs(ended, job -> job).run();
            }
        }
    }
}
