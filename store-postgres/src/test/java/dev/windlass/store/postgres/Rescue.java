package dev.windlass.store.postgres;

import dev.windlass.store.RescuePlan;
import dev.windlass.store.Rescued;
import dev.windlass.store.Rescued.Fate;
import dev.windlass.store.WorkerId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** Takes jobs back from holders that vanished. */
final class Rescue {
    /** Rows that somebody has locked are being renewed, or claim just now: they are not to be ended. */
    private static final String END_EXPIRED = """
            with clock as materialized (select windlass_now() as at),
            over as materialized (
              select id
              from worker
              where not ended and until <= (select at from clock)
                and exists (
                  select 1 from worker me
                  where me.id = ? and not me.ended and me.until > (select at from clock))
              order by id
              for update of worker skip locked)
            update worker w set ended = true from over where w.id = over.id
            """;

    /**
     * Moves leases that nobody is committing just now; those are locked and were finished when the lock is gone. The delete settles
     * the race between two rescuers. The conditions stand in the same statement: a rescuer that slept since it looked
     * finds its own row expired and moves nothing.
     */
    private static final String MOVE = """
            with clock as materialized (select windlass_now() as at),
            lost as materialized (
              select l.job as lost_job
              from lease l left join worker w on w.id = l.worker
              where (w.id is null or w.ended or (? and l.until <= (select at from clock)))
                and exists (
                  select 1 from worker me
                  where me.id = ? and not me.ended and me.until > (select at from clock))
              limit ?
              for update of l skip locked),
            gone as (
              delete from lease l
              using lost
              where l.job = lost_job
              returning l.*),
            judged as materialized (
              select g.*, at, losses + 1 as lost, losses + 1 >= ? as is_dead, losses + 1 >= ? as is_suspect
              from gone g, clock),
            record as (
              insert into attempt (job, fence, ordinal, number, worker, started, ended, outcome, host, error)
              select job, fence, 0, failures + 1, worker, claimed, at, 7,
                     coalesce((select host from worker where id = j.worker), ''),
                     case when is_dead then 'its worker vanished ' || lost || ' times in a row while it ran this job' end
              from judged j),
            past as (
              insert into ended (job, fence, since, keep_until, failures, losses, releases, state, reason)
              select job, fence, at, windlass_after(at, coalesce(k.keep, ?)), failures, lost, releases, 6, 14
              from judged left join unnest(?::text[], ?::bigint[]) as k(of, keep) on k.of = queue
              where is_dead),
            present as (
              insert into ready (position, job, fence, since, first_claimed, failures, losses, releases, lane, suspect, queue)
              select position, job, fence, at, first_claimed, failures, lost, releases, lane, is_suspect, queue
              from judged
              where not is_dead)
            select d.job, d.fence, d.worker, d.is_dead, d.is_suspect, j.task, j.queue from judged d join job j on j.id = d.job
            """;

    private Rescue() {}

    static void endExpired(Connection connection, WorkerId by) throws SQLException {
        try (var call = new Call(connection, END_EXPIRED)) {
            call.number(by.value()).run();
        }
    }

    static List<Rescued> move(Connection connection, RescuePlan plan) throws SQLException {
        var queues = List.copyOf(plan.keep().byQueue().entrySet());
        try (var call = new Call(connection, MOVE)) {
            return call.truth(plan.scope() == RescuePlan.Scope.EXPIRED)
                    .number(plan.by().value())
                    .number(plan.limit())
                    .number(plan.lossesToQuarantine())
                    .number(plan.suspectAfter())
                    .duration(Ends.kept(plan.keep().otherwise()))
                    .texts(queues, Map.Entry::getKey)
                    .numbers(queues, queue -> Call.micros(Ends.kept(queue.getValue())))
                    .list(Rescue::rescued);
        }
    }

    private static Rescued rescued(Row row) throws SQLException {
        return new Rescued(
                row.lease(), row.text("task"), row.text("queue"), new WorkerId(row.number("worker")), fate(row));
    }

    private static Fate fate(Row row) throws SQLException {
        if (row.truth("is_dead")) {
            return Fate.QUARANTINED;
        }
        return row.truth("is_suspect") ? Fate.SUSPECT : Fate.READY;
    }
}
