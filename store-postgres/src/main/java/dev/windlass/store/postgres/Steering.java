package dev.windlass.store.postgres;

import dev.windlass.store.CancelAnswer;
import dev.windlass.store.ReviveAnswer;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import dev.windlass.task.Terms;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What people do to single jobs. */
final class Steering {
    private static final String CANCEL = """
            with clock as materialized (select windlass.windlass_now() as at, ?::bigint as keep),
            i as materialized (select unnest(?::uuid[]) as id order by 1),
            later as (
              delete from windlass.scheduled using i where job = id
              returning job, fence, failures, 0 as losses, releases, marks, queue),
            standing as (
              delete from windlass.ready using i where job = id and WHEREVER
              returning job, fence, failures, losses, releases, marks, queue),
            held as (
              delete from windlass.waiting using i where job = id and WHEREVER
              returning job, fence, failures, losses, releases, marks, queue),
            gone as materialized (
              select * from later union all select * from standing union all select * from held),
            past as (
              insert into windlass.past (job, fence, since, keep_until, failures, losses, releases, marks, state, kept)
              select job, fence, at, windlass.windlass_after(at, keep), failures, losses, releases, nullif(marks & 1, 0), 5,
                     windlass.windlass_kept(keep)
              from gone, clock)
            select job, 5 as to_state, marks, queue, null::bigint as outcome, false as untouched
            from gone
            """;

    private static final String CALL_OFF = CANCEL.replace("WHEREVER", "true");

    private static final String UNSCHEDULE = CANCEL.replace("WHEREVER", "false");

    /** The first request counts. Whoever ends the attempt finds it, or this finds no lease. */
    private static final String ASK = "update windlass.lease set cancel_keep = coalesce(cancel_keep, ?) where job = ?";

    /** Locked, so that whoever prunes or revives it as well comes before this or after it. */
    private static final String DEAD = """
            select b.task, t.text
            from windlass.dead d
                 join windlass.job b on b.id = d.job
                 left join windlass.terms t on t.job = d.job
            where d.job = ?
            for update of d
            """;

    /**
     * The attempt that ended the job goes to the others: the job's next end will have another. It has again what it brought along, but
     * all the time it needs to start (2048), and is counted anew (8).
     */
    private static final String REVIVE = """
            with gone as (delete from windlass.dead where job = ? returning *),
            record as (
              insert into windlass.attempt (job, fence, worker, started, ended, ran, ordinal, number, outcome, host, error)
              select job, fence, worker, started, since, ran, 0, number, outcome, host, error
              from gone
              where outcome is not null),
            back as materialized (
              select gone.job, gone.fence, (select windlass.windlass_now()) as at, octet_length(b.payload) as weight,
                     coalesce(b.marks, 0) & ~2056 as marks, b.lane, b.queue
              from gone join windlass.job b on b.id = gone.job),
            present as (
              insert into windlass.ready (position, job, fence, since, failures, losses, releases, weight, marks, line, queue)
              select nextval('windlass.place'), job, fence, at, 0, 0, 0, weight, marks, lane, queue
              from back
              where marks & 16 = 0),
            waits as (
              insert into windlass.waiting (job, fence, since, failures, losses, releases, weight, marks, reason, line, queue)
              select job, fence, at, 0, 0, 0, weight, marks | 1024, 1, lane, queue
              from back
              where marks & 16 <> 0)
            select job, case when marks & 16 = 0 then 1 else 3 end as to_state, marks, queue, null::bigint as outcome,
                   false as untouched
            from back
            """;

    private static final String STATE = "select state from windlass.standing where job = ?";

    private Steering() {}

    /**
     * A job that moves between two of these tables while the statement looks is missed by both deletes; the look that follows finds
     * it and tries again. That ends as soon as the job rests for the length of two statements.
     */
    static CancelAnswer cancel(Database database, JobId id, Duration keep) {
        while (true) {
            var answer = database.transact(transaction -> cancelOnce(transaction, id, keep));
            if (answer.isPresent()) {
                return answer.get();
            }
        }
    }

    private static Optional<CancelAnswer> cancelOnce(Transaction transaction, JobId id, Duration keep)
            throws SQLException {
        if (!cancelled(transaction, CALL_OFF, List.of(id), keep).isEmpty()) {
            return Optional.of(CancelAnswer.CANCELLED);
        }
        if (asked(transaction, id, keep)) {
            return Optional.of(CancelAnswer.RUNNING);
        }
        var state = state(transaction, id);
        if (state.isEmpty()) {
            return Optional.of(CancelAnswer.UNKNOWN);
        }
        return switch (state.get()) {
            case SCHEDULED, READY, WAITING, RUNNING -> Optional.empty();
            case CANCELLED -> Optional.of(CancelAnswer.CANCELLED);
            case SUCCEEDED, DEAD -> Optional.of(CancelAnswer.ENDED);
        };
    }

    private static List<Moved> cancelled(Transaction transaction, String sql, List<JobId> jobs, Duration keep)
            throws SQLException {
        try (var call = transaction.call(sql)) {
            var moved = call.duration(keep).jobs(jobs, job -> job).list(Moved::of);
            LooseEnds.tie(transaction, moved);
            return moved;
        }
    }

    private static boolean asked(Transaction transaction, JobId id, Duration keep) throws SQLException {
        try (var call = transaction.call(ASK)) {
            return call.duration(keep).job(id).run() == 1;
        }
    }

    static int unschedule(Database database, List<JobId> jobs, Duration keep) {
        return database.transact(
                transaction -> cancelled(transaction, UNSCHEDULE, jobs, keep).size());
    }

    static ReviveAnswer revive(Database database, JobId id) {
        return database.transact(transaction -> {
            var dead = dead(transaction, id);
            if (dead.isEmpty()) {
                return state(transaction, id).isPresent() ? ReviveAnswer.NOT_DEAD : ReviveAnswer.UNKNOWN;
            }
            if (!Keys.holdAgain(transaction, id, dead.get().task(), dead.get().terms())) {
                return ReviveAnswer.KEY_TAKEN;
            }
            try (var call = transaction.call(REVIVE)) {
                LooseEnds.tie(transaction, call.job(id).list(Moved::of));
            }
            Depths.revived(transaction, List.of(id));
            return ReviveAnswer.REVIVED;
        });
    }

    private record Dead(String task, Terms terms) {}

    private static Optional<Dead> dead(Transaction transaction, JobId id) throws SQLException {
        try (var call = transaction.call(DEAD)) {
            return call.job(id).find(row -> new Dead(row.text("task"), TermRows.read(row.findText("text"))));
        }
    }

    private static Optional<JobState> state(Transaction transaction, JobId id) throws SQLException {
        try (var call = transaction.call(STATE)) {
            return call.job(id).find(row -> JobState.of(row.integer("state")));
        }
    }
}
