package dev.windlass.store.sqlite;

import java.util.List;

/**
 * All that the auditor looks for. None of it can come about by what the store writes, as far as anybody knows; it comes of faults that
 * nobody knows, and of hands.
 *
 * <p>In an order in which one repair does not make work for another before it: first jobs are whole, then what hangs on them.
 */
final class Checks {
    private static final String NO_BASE =
            "not exists (select 1 from windlass_job j where j.number = windlass_life.number)";

    private static final String NO_WORKER = """
            (state = 2 and lease_end is null
                and not exists (select 1 from windlass_worker w where w.id = windlass_life.worker))
            """;

    private static final Check LIFE_WITHOUT_JOB = new Check(
            "a life of no job",
            "removed",
            Check.JOB,
            "select number, " + NO_BASE + " from windlass_life where number > ?1 order by number limit ?2",
            Healing.by("delete from windlass_life where number = ?1 and " + NO_BASE));

    /**
     * It was accepted, so it has to end. By its history it succeeded, was cancelled, or has to run again, perhaps earlier than it was
     * due. One claim may not have been recorded yet, so the fence goes past it: its holder is FENCED.
     */
    private static final Check JOB_WITHOUT_LIFE = new Check(
            "a job without a life",
            "put back as its history says",
            Check.JOB,
            """
            select number, not exists (select 1 from windlass_life l where l.number = windlass_job.number)
            from windlass_job
            where number > ?1
            order by number
            limit ?2
            """,
            Healing.by("""
                    insert into windlass_life (number, state, queue, line, position, since, fence, keep_until, marks)
                    select j.number,
                        case (select a.outcome from windlass_attempt a where a.job = j.number and a.ordinal = 0 order by a.fence desc limit 1)
                            when 1 then 4
                            when 9 then 5
                            else 1
                        end,
                        j.queue, j.lane, ?3, ?2,
                        coalesce((select max(a.fence) from windlass_attempt a where a.job = j.number), 0) + 1,
                        case (select a.outcome from windlass_attempt a where a.job = j.number and a.ordinal = 0 order by a.fence desc limit 1)
                            when 1 then ?5
                            when 9 then ?5
                        end,
                        exists (select 1 from windlass_terms t where t.job = j.number)
                    from windlass_job j
                    where j.number = ?1 and not exists (select 1 from windlass_life l where l.number = ?1)
                    """).then(Restoring::restore));

    /** The rescue finds leases by the row of their holder. Put back as one that has ended, it lets the rescue do the rest by its own rules. */
    private static final Check RUNNING_FOR_NOBODY = new Check(
            "a RUNNING job whose worker has no row",
            "its worker's row was put back as one that has ended, so that the job is rescued",
            Check.JOB,
            "select number, " + NO_WORKER + " from windlass_life where number > ?1 order by number limit ?2",
            Healing.by(
                    "update windlass_life set worker = 0 where number = ?1 and state = 2 and worker is null",
                    """
                    insert into windlass_worker (id, name, host, pid, lease, tasks, joined, until, ended)
                    select worker, 'unknown', ?4, 0, 0, '', ?2, ?2, ?2
                    from windlass_life
                    where number = ?1 and %s
                    """.formatted(NO_WORKER)));

    private static final String KEPT = "(state between 0 and 3 and (keep_until is not null or reason is not null))";

    /** Somebody has put it back by hand. It has lost what it held when it died, as by a revive. */
    private static final Check REVIVED_BY_HAND = new Check(
            "an open job that is kept as one that has ended",
            "taken for one that was revived",
            Check.JOB,
            "select number, " + KEPT + " from windlass_life where number > ?1 order by number limit ?2",
            Healing.by("""
                    update windlass_life
                    set keep_until = null, reason = null, failures = 0, losses = 0, releases = 0, first = null
                    where number = ?1 and %s
                    """.formatted(KEPT)).then(Restoring::revive));

    /** All that is looked at row by row; {@link SqliteAudits} knows the rest. */
    static final List<Check> IN_ORDER = List.of(
            LIFE_WITHOUT_JOB,
            JOB_WITHOUT_LIFE,
            RUNNING_FOR_NOBODY,
            REVIVED_BY_HAND,
            Check.life(
                    "a READY job without a place",
                    "put at the end of its line",
                    "(state = 1 and (position is null or position <= 0))",
                    "position = ?3"),
            Check.life("a SCHEDULED job without a due time", "due now", "(state = 0 and due is null)", "due = ?2"),
            Check.life(
                    "a WAITING job that waits for nothing",
                    "put at the end of its line",
                    "(state = 3 and waiting is null)",
                    "state = 1, since = ?2, position = ?3"),
            Check.life(
                    "a job in no state that there is",
                    "put at the end of its line",
                    "(state not between 0 and 6)",
                    "state = 1, since = ?2, position = ?3"),
            Check.life(
                    "an ended job that is kept for ever",
                    "kept as long as others",
                    "(state >= 4 and keep_until is null)",
                    "keep_until = ?5"),
            Check.life(
                    "a DEAD job without a reason",
                    "EXHAUSTED is its reason",
                    "(state = 6 and reason is null)",
                    "reason = 13"),
            Check.forgetful(
                    "terms that their job does not know of",
                    "marked",
                    "(not marks & 1 and exists (select 1 from windlass_terms t where t.job = windlass_life.number))"),
            Check.life(
                    "a job that has lost its terms",
                    "goes on without",
                    "(marks & 1 and not exists (select 1 from windlass_terms t where t.job = windlass_life.number))",
                    "marks = marks & ~1"),
            BesideChecks.KEY_UNKNOWN,
            BesideChecks.KEY_LOST,
            BesideChecks.EXPIRY_UNKNOWN,
            BesideChecks.EXPIRY_LOST,
            BesideChecks.CANCEL_UNKNOWN,
            BesideChecks.CANCEL_LOST,
            BesideChecks.EXPIRY_OF_NONE,
            BesideChecks.CANCEL_OF_NONE,
            BesideChecks.PILE_OF_NONE,
            BesideChecks.PILE_LOOSE,
            BesideChecks.PARTS_OF_NONE,
            BesideChecks.UNSEEN_KEY,
            Check.orphans("windlass_attempt", "attempts"),
            Check.orphans("windlass_checkpoint", "a checkpoint"),
            Check.orphans("windlass_log", "log lines"),
            Check.orphans("windlass_terms", "terms"),
            Check.orphans("windlass_tag", "tags"));

    private Checks() {}
}
