package dev.windlass.store.postgres;

import dev.windlass.store.CancelAnswer;
import dev.windlass.store.ReviveAnswer;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** What people do to single jobs. */
final class Steering {
    private static final String CANCEL = """
            with waiting as (delete from scheduled where job = ? returning job, fence, failures, 0 as losses, releases),
            standing as (delete from ready where job = ? returning job, fence, failures, losses, releases)
            insert into ended (job, fence, since, keep_until, failures, losses, releases, state)
            select job, fence, at, windlass_after(at, ?), failures, losses, releases, 5
            from (select * from waiting union all select * from standing) as gone,
                 (select windlass_now() as at) as clock
            """;

    private static final String REVIVE = """
            with gone as (delete from ended where job = ? and state = 6 returning job, fence)
            insert into ready (position, job, fence, since, failures, losses, releases, lane, suspect, queue)
            select nextval('place'), job, fence, (select windlass_now()), 0, 0, 0, b.lane, false, b.queue
            from gone join job b on b.id = gone.job
            """;

    private static final String STATE = "select state from standing where job = ?";

    private Steering() {}

    /**
     * A job that moves between two of these tables while the statement looks is missed by both deletes; the look that follows finds
     * it and tries again. That ends as soon as the job rests for the length of two statements.
     */
    static CancelAnswer cancel(Database database, JobId id, Duration keep) {
        while (true) {
            var answer = database.transact(connection -> cancelOnce(connection, id, keep));
            if (answer.isPresent()) {
                return answer.get();
            }
        }
    }

    private static Optional<CancelAnswer> cancelOnce(Connection connection, JobId id, Duration keep)
            throws SQLException {
        try (var call = new Call(connection, CANCEL)) {
            if (call.job(id).job(id).duration(keep).run() == 1) {
                return Optional.of(CancelAnswer.CANCELLED);
            }
        }
        var state = state(connection, id);
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
        return database.transact(connection -> {
            try (var call = new Call(connection, REVIVE)) {
                if (call.job(id).run() == 1) {
                    return ReviveAnswer.REVIVED;
                }
            }
            return state(connection, id).isPresent() ? ReviveAnswer.NOT_DEAD : ReviveAnswer.UNKNOWN;
        });
    }

    private static Optional<JobState> state(Connection connection, JobId id) throws SQLException {
        try (var call = new Call(connection, STATE)) {
            return call.job(id).find(row -> JobState.of(row.integer("state")));
        }
    }
}
