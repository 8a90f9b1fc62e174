package dev.windlass.store.postgres;

import dev.windlass.store.CancelAnswer;
import dev.windlass.store.ReviveAnswer;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** What people do to single jobs. */
final class Steering {
    private static final String CANCEL = """
            with later as (
              delete from windlass.scheduled where job = ? returning job, fence, failures, 0 as losses, releases, marks),
            standing as (
              delete from windlass.ready where job = ? returning job, fence, failures, losses, releases, marks)
            insert into windlass.ended (job, fence, since, keep_until, failures, losses, releases, marks, state)
            select job, fence, at, windlass.windlass_after(at, ?), failures, losses, releases, nullif(marks & 1, 0), 5
            from (select * from later union all select * from standing) as gone,
                 (select windlass.windlass_now() as at) as clock
            """;

    /** The attempt that ended the job goes to the others: the job's next end will have another. */
    private static final String REVIVE = """
            with gone as (delete from windlass.ended where job = ? and state = 6 returning *),
            record as (
              insert into windlass.attempt (job, fence, worker, started, ended, ran, ordinal, number, outcome, host, error)
              select job, fence, worker, started, since, ran, 0, number, outcome, host, error
              from gone
              where outcome is not null)
            insert into windlass.ready (position, job, fence, since, failures, losses, releases, weight, marks, line, queue)
            select nextval('windlass.place'), job, gone.fence, (select windlass.windlass_now()), 0, 0, 0,
                   octet_length(b.payload), coalesce(gone.marks, 0), b.lane, b.queue
            from gone join windlass.job b on b.id = gone.job
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
        try (var call = transaction.call(CANCEL)) {
            if (call.job(id).job(id).duration(keep).run() == 1) {
                return Optional.of(CancelAnswer.CANCELLED);
            }
        }
        var state = state(transaction, id);
        if (state.isEmpty()) {
            return Optional.of(CancelAnswer.UNKNOWN);
        }
        return switch (state.get()) {
            case SCHEDULED, READY, WAITING -> Optional.empty();
            case RUNNING -> Optional.of(CancelAnswer.RUNNING);
            case CANCELLED -> Optional.of(CancelAnswer.CANCELLED);
            case SUCCEEDED, DEAD -> Optional.of(CancelAnswer.ENDED);
        };
    }

    static ReviveAnswer revive(Database database, JobId id) {
        return database.transact(transaction -> {
            try (var call = transaction.call(REVIVE)) {
                if (call.job(id).run() == 1) {
                    return ReviveAnswer.REVIVED;
                }
            }
            return state(transaction, id).isPresent() ? ReviveAnswer.NOT_DEAD : ReviveAnswer.UNKNOWN;
        });
    }

    private static Optional<JobState> state(Transaction transaction, JobId id) throws SQLException {
        try (var call = transaction.call(STATE)) {
            return call.job(id).find(row -> JobState.of(row.integer("state")));
        }
    }
}
