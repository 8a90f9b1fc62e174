package dev.windlass.store.postgres;

import dev.windlass.store.RescuePlan;
import dev.windlass.store.Rescued;
import dev.windlass.store.Rescued.Fate;
import dev.windlass.store.WorkerId;
import dev.windlass.task.JobState;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Takes jobs back from holders that vanished. */
final class Rescue {
    /** Rows that somebody has locked are being renewed, or claim just now: they are not to be ended. */
    private static final String END_EXPIRED = """
            with clock as materialized (select windlass.windlass_now() as at),
            over as materialized (
              select id
              from windlass.worker
              where not ended and until <= (select at from clock)
                and exists (
                  select 1 from windlass.worker me
                  where me.id = ? and not me.ended and me.until > (select at from clock))
              order by id
              for update of worker skip locked)
            update windlass.worker w set ended = true from over where w.id = over.id
            """;

    /**
     * Moves leases that nobody is committing just now; those are locked and were finished when the lock is gone. The delete settles
     * the race between two rescuers. The conditions stand in the same statement: a rescuer that slept since it looked
     * finds its own row expired and moves nothing.
     *
     * <p>Those who hold leases are found by a walk along the index, a step for each: the leases of those that live, which may be many, are
     * not read. A lease that ended by itself may have been prolonged since it was found, so its end is asked for again under its lock.
     */
    private static final String MOVE = """
            with clock as materialized (select windlass.windlass_now() as at),
            holder as (
              select holds.worker as id
              from (
                with recursive held as (
                  (select worker from windlass.lease order by worker limit 1)
                  union all
                  select (select l.worker from windlass.lease l where l.worker > held.worker order by l.worker limit 1)
                  from held
                  where held.worker is not null)
                select worker from held where worker is not null) as holds
                   left join windlass.worker w on w.id = holds.worker
              where w.id is null or w.ended),
            found as (
              select l.job as found_job, false as by_itself
              from holder cross join lateral (select job from windlass.lease where worker = holder.id offset 0) as l
              union all
              select job, true from windlass.lease where ? and until <= (select at from clock)),
            lost as materialized (
              select l.job as lost_job
              from found join windlass.lease l on l.job = found_job
              where (not by_itself or l.until <= (select at from clock))
                and exists (
                  select 1 from windlass.worker me
                  where me.id = ? and not me.ended and me.until > (select at from clock))
              limit ?
              for update of l skip locked),
            gone as (
              delete from windlass.lease l
              using lost
              where l.job = lost_job
              returning l.*),
            judged as materialized (
              select g.*, at, losses + 1 as lost, losses + 1 >= ? as is_suspect,
                     case when losses + 1 >= ? then 6
                          when cancel_keep is not null then 5
                          when marks & 16 <> 0 and (marks & 32 = 0 or marks & 512 <> 0) then 3
                          else 1 end as to_state
              from gone g, clock),
            record as (
              insert into windlass.attempt (job, fence, worker, started, ended, ordinal, number, outcome, host)
              select job, fence, worker, claimed, at, 0, failures + 1, 7,
                     coalesce(host, '')
              from judged j
              where to_state < 4),
            past as (
              insert into windlass.past (job, fence, since, keep_until, worker, started, failures, losses, releases,
                                         number, marks, state, kept, outcome, host)
              select job, fence, at, windlass.windlass_after(at, cancel_keep), worker, claimed, failures, lost, releases,
                     failures + 1, nullif(marks & 1, 0), 5, windlass.windlass_kept(cancel_keep), 7, coalesce(host, '')
              from judged j
              where to_state = 5),
            died as (
              insert into windlass.dead (job, fence, since, keep_until, worker, started, failures, losses, releases,
                                         number, marks, reason, outcome, host, error)
              select job, fence, at, windlass.windlass_after(at, coalesce(k.keep, ?)), worker, claimed, failures, lost,
                     releases, failures + 1, nullif(marks & 1, 0), 14, 7, coalesce(host, ''),
                     'its worker vanished ' || lost || ' times in a row while it ran this job'
              from judged j left join unnest(?::text[], ?::bigint[]) as k(of, keep) on k.of = queue
              where to_state = 6),
            present as (
              insert into windlass.ready (position, job, fence, since, first_claimed, failures, losses, releases, weight,
                                          marks, line, queue)
              select position, job, fence, at, first_claimed, failures, lost, releases, weight, marks,
                     case when is_suspect then line | 4 else line & 3 end, queue
              from judged
              where to_state = 1),
            waits as (
              insert into windlass.waiting (job, fence, since, first_claimed, failures, losses, releases, weight,
                                            marks, reason, line, queue)
              select job, fence, at, first_claimed, failures, lost, releases, weight, marks & ~800 | 1040, 1,
                     case when is_suspect then line | 4 else line & 3 end, queue
              from judged
              where to_state = 3)
            select d.job, d.fence, d.worker, d.to_state, d.is_suspect, d.marks, 7 as outcome, false as untouched,
                   j.task, d.queue
            from judged d join windlass.job j on j.id = d.job
            """;

    private Rescue() {}

    static void endExpired(Transaction transaction, WorkerId by) throws SQLException {
        try (var call = transaction.call(END_EXPIRED)) {
            call.number(by.value()).run();
        }
    }

    static List<Rescued> move(Transaction transaction, RescuePlan plan) throws SQLException {
        var queues = List.copyOf(plan.keep().byQueue().entrySet());
        var losses = losses(transaction, plan, queues);
        LooseEnds.tie(transaction, losses.stream().map(Loss::moved).toList());
        return losses.stream().map(Loss::rescued).toList();
    }

    private static List<Loss> losses(Transaction transaction, RescuePlan plan, List<Map.Entry<String, Duration>> queues)
            throws SQLException {
        try (var call = transaction.call(MOVE)) {
            return call.truth(plan.scope() == RescuePlan.Scope.EXPIRED)
                    .number(plan.by().value())
                    .number(plan.limit())
                    .number(plan.suspectAfter())
                    .number(plan.lossesToQuarantine())
                    .duration(Ends.kept(plan.keep().otherwise()))
                    .texts(queues, Map.Entry::getKey)
                    .numbers(queues, queue -> Call.micros(Ends.kept(queue.getValue())))
                    .list(Loss::of);
        }
    }

    /** What was taken from a holder that vanished. */
    private record Loss(Rescued rescued, Moved moved) {
        static Loss of(Row row) throws SQLException {
            return new Loss(Rescue.rescued(row), Moved.of(row));
        }
    }

    private static Rescued rescued(Row row) throws SQLException {
        return new Rescued(
                row.lease(), row.text("task"), row.text("queue"), new WorkerId(row.number("worker")), fate(row));
    }

    private static Fate fate(Row row) throws SQLException {
        var state = JobState.of(row.integer("to_state"));
        if (state == JobState.DEAD) {
            return Fate.QUARANTINED;
        }
        if (state == JobState.CANCELLED) {
            return Fate.CANCELLED;
        }
        return row.truth("is_suspect") ? Fate.SUSPECT : Fate.READY;
    }
}
