package dev.windlass.store.postgres;

import dev.windlass.store.PartList;
import dev.windlass.store.postgres.Check.Mending;
import dev.windlass.task.Queue;
import java.util.ArrayList;
import java.util.List;

/**
 * All that the auditor looks for. None of it can come about by what the store writes, as far as anybody knows; it comes of faults that
 * nobody knows, and of hands.
 *
 * <p>Questions end in {@code offset 0}: without it the planner may answer them for all rows of a table first, by hashing, and a call that
 * is to look at a stretch reads everything.
 *
 * <p>In an order in which one repair does not make work for another before it: first jobs are whole, then what hangs on them.
 */
final class Checks {
    /** The tables that say in which state a job is. */
    private static final List<String> STATES = List.of("scheduled", "ready", "lease", "waiting", "past", "dead");

    private static final List<String> OPEN = STATES.subList(0, 4);

    private static final List<String> BELONGINGS = List.of("attempt", "checkpoint", "progress", "log", "terms", "tag");

    private static final String NO_JOB = "not exists (select 1 from windlass.job j where j.id = t.job offset 0)";

    private static final String NOT_OPEN =
            "not exists (select 1 from windlass.standing s where s.job = t.job and s.state < 4 offset 0)";

    /**
     * It was accepted, so it has to end. It is counted where it was, and its other marks come with {@link MarksFault}. One claim may not have been recorded, so the fence goes past it: its
     * holder is FENCED.
     */
    private static final Check JOB_WITHOUT_STATE = ofJobs(
            "a job in no state",
            "put back as its history says",
            "(not exists (select 1 from windlass.standing s where s.job = t.id offset 0))",
            """
            with clock as materialized (select windlass.windlass_now() as at),
            lost as materialized (
              select t.id, t.lane, t.queue, octet_length(t.payload) as weight,
                     coalesce((select max(fence) from windlass.attempt a where a.job = t.id), 0) + 1 as past_all,
                     (select a.outcome from windlass.attempt a where a.job = t.id and a.ordinal = 0
                      order by a.fence desc limit 1) as outcome
              from windlass.job t
              where t.id = any (?::text[]::uuid[]) and not exists (select 1 from windlass.standing s where s.job = t.id offset 0)),
            past as (
              insert into windlass.past (job, fence, since, keep_until, failures, losses, releases, state)
              select id, past_all, at, windlass.windlass_after(at, %s), 0, 0, 0, case outcome when 1 then 4 else 5 end
              from lost, clock
              where outcome in (1, 9)),
            present as (
              insert into windlass.ready (position, job, fence, since, failures, losses, releases, weight, marks, line, queue)
              select nextval('windlass.place'), id, past_all, at, 0, 0, 0, weight,
                     case when exists (select 1 from windlass.queue q where q.name = lost.queue and q.bounded offset 0) then 8 else 0 end,
                     lane, queue
              from lost, clock
              where coalesce(outcome, 0) not in (1, 9))
            select 'job ' || id as subject from lost
            """.formatted(Call.micros(Queue.DEFAULT_KEEP)));

    /**
     * The one that has gone furthest holds: an end was told to somebody, and a holder runs the job. What waits for something waits on
     * rather than run without it.
     */
    private static final Check JOB_IN_TWO_STATES = ofJobs(
            "a job in two states",
            "left in the one that has gone furthest",
            "((select count(*) from windlass.standing s where s.job = t.id) > 1)",
            """
            with two as materialized (
              select i.job,
                     exists (select 1 from windlass.past p where p.job = i.job offset 0) as past,
                     exists (select 1 from windlass.dead d where d.job = i.job offset 0) as dead,
                     exists (select 1 from windlass.lease l where l.job = i.job offset 0) as leased,
                     exists (select 1 from windlass.waiting w where w.job = i.job offset 0) as waits,
                     exists (select 1 from windlass.ready r where r.job = i.job offset 0) as ready
              from unnest(?::text[]::uuid[]) as i(job)
              where (select count(*) from windlass.standing s where s.job = i.job) > 1),
            p as (
              delete from windlass.past t using two
              where t.job = two.job and exists (
                select 1
                from windlass.past o
                where o.job = t.job and (o.fence, o.tableoid, o.ctid) > (t.fence, t.tableoid, t.ctid))),
            d as (delete from windlass.dead t using two where t.job = two.job and past),
            l as (delete from windlass.lease t using two where t.job = two.job and (past or dead)),
            w as (delete from windlass.waiting t using two where t.job = two.job and (past or dead or leased)),
            r as (delete from windlass.ready t using two where t.job = two.job and (past or dead or leased or waits)),
            s as (
              delete from windlass.scheduled t using two
              where t.job = two.job and (past or dead or leased or waits or two.ready))
            select 'job ' || job as subject from two
            """);

    private static final String FOR_NOTHING =
            "(t.reason not between 1 and 6 or (t.reason = 5 and (t.parked_task is null or t.parked_version is null)))";

    private static final Check WAITS_FOR_NOTHING = Check.each(
            "waiting", "a WAITING job that waits for nothing", "put at the end of its line", FOR_NOTHING, """
                    with gone as (
                      delete from windlass.waiting t where t.job = any (?::text[]::uuid[]) and %s returning *),
                    present as (
                      insert into windlass.ready (position, job, fence, since, first_claimed, failures, losses, releases, weight,
                                                  marks, line, queue)
                      select nextval('windlass.place'), job, fence, (select windlass.windlass_now()), first_claimed,
                             failures, losses, releases, weight, marks, line, queue
                      from gone)
                    select 'job ' || job as subject from gone
                    """.formatted(
                            FOR_NOTHING));

    /** A dead job among those that are not is one of them: nobody could bring it back. */
    private static final Check ENDED_IN_NO_STATE = Check.each(
            "past",
            "an ended job in no state that there is",
            "DEAD, and EXHAUSTED is its reason",
            "(t.state not in (4, 5))",
            """
                    with gone as (
                      delete from windlass.past t
                      where t.job = any (?::text[]::uuid[]) and t.state not in (4, 5)
                      returning *),
                    died as (
                      insert into windlass.dead (job, fence, since, keep_until, worker, started, ran, failures, losses, releases,
                                                 number, marks, reason, outcome, host, error)
                      select job, fence, since, keep_until, worker, started, ran, failures, losses, releases,
                             number, marks, 13, outcome, host, error
                      from gone
                      on conflict do nothing)
                    select 'job ' || job as subject from gone
                    """);

    private static final Check DEAD_FOR_NO_REASON = Check.mended(
            "dead",
            "a DEAD job without a reason",
            "EXHAUSTED is its reason",
            new Mending("(t.reason is null)", "reason = 13"));

    private static final Check EXPIRY_OF_NONE =
            Check.removed("expiry", "a time to start by of no job that waits", NOT_OPEN);

    private static final Check STRAY_KEY = Check.rows(
            "unique_key",
            "a unique key of no job that could give it back",
            "free",
            "(exists (select 1 from windlass.unique_key k where k.job = t.job and k.until is null offset 0) and "
                    + NOT_OPEN + ")",
            """
            delete from windlass.unique_key t
            where t.job = any (?::text[]::uuid[]) and t.until is null and %s
            returning 'key "' || t.key || '" of task ' || t.task as subject
            """.formatted(NOT_OPEN));

    /** Cut in two, so that nobody takes it for the name of a table. */
    private static final String PARTS = PartList.TYPE.replace("windlass.", "windlass' || '.");

    /** Whatever else becomes of it, the pruner removes it bit by bit. */
    private static final Check PILE_OF_NONE = Check.mended(
            "pile",
            "parts of a payload whose job is gone",
            "loose, so that they are removed",
            new Mending("(t.loose is null and " + NO_JOB + ")", "loose = (select windlass.windlass_now())"));

    private static final Check PILE_LOOSE = Check.mended(
            "pile",
            "parts of a payload that would be removed from their job",
            "kept",
            new Mending("""
                    (t.loose is not null
                     and exists (select 1 from windlass.job j where j.id = t.job and j.payload_type = '%s' offset 0))
                    """.formatted(PARTS), "loose = null"));

    private static final Check PARTS_OF_NONE = Check.rows(
            "part",
            "parts of no payload",
            "loose, so that they are removed",
            "(not exists (select 1 from windlass.pile p where p.job = t.job offset 0))",
            """
            insert into windlass.pile as t (job, loose)
            select distinct p.job, (select windlass.windlass_now())
            from windlass.part p
            where p.job = any (?::text[]::uuid[])
            on conflict do nothing
            returning 'job ' || t.job as subject
            """);

    private Checks() {}

    /** All that is looked at row by row; {@link PostgresAudits} knows the rest. */
    static List<Fault> inOrder() {
        var checks = new ArrayList<Fault>();
        STATES.forEach(state -> checks.add(Check.removed(state, "a state of no job", NO_JOB)));
        checks.addAll(List.of(
                JOB_IN_TWO_STATES, JOB_WITHOUT_STATE, WAITS_FOR_NOTHING, ENDED_IN_NO_STATE, DEAD_FOR_NO_REASON));
        OPEN.forEach(state -> checks.add(new MarksFault(state)));
        checks.addAll(List.of(EXPIRY_OF_NONE, STRAY_KEY, PILE_OF_NONE, PILE_LOOSE, PARTS_OF_NONE, KeyFault.UNSEEN));
        BELONGINGS.forEach(table -> checks.add(Check.removed(table, "what belongs to no job: " + table, NO_JOB)));
        return List.copyOf(checks);
    }

    private static Check ofJobs(String fault, String remedy, String wrong, String heal) {
        return new Check(fault, remedy, Check.NO_JOB, """
                select t.id::text as key, %s as wrong
                from windlass.job t
                where t.id > ?::uuid
                order by t.id
                limit ?
                """.formatted(wrong), heal);
    }
}
