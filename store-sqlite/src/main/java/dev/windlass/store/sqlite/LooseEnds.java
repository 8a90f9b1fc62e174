package dev.windlass.store.sqlite;

import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes back what jobs still have after a move and may not keep in their new state. Whoever has moved jobs calls this in the same
 * transaction. It finds them by an index that is empty otherwise, and so knows nothing of the ways by which a job can have come.
 */
final class LooseEnds {
    /** The condition is that of the index windlass_loose, to the letter: SQLite uses a partial index for no other. */
    static final String FIND = """
            select number, state, marks
            from windlass_life
            where marks > 1 and (
                state >= 4
                or (state = 2 and marks & 132)
                or (state in (0, 1, 3) and marks & 64)
                or (state in (0, 3) and marks & 32 and waiting is not 5)
                or (state = 1 and (marks & 48 = 16 or marks & 512))
                or (state <> 3 and marks & 1024))
            limit 500
            """;

    /** What an ended job has is all taken back; its terms stay for people. */
    private static final String ENDED = "update windlass_life set marks = marks & 1 where number = ? and state >= 4";

    private LooseEnds() {}

    /** A job with more than its state allows. */
    record Loose(long number, JobState state, int marks) {
        boolean has(Mark mark) {
            return mark.in(marks);
        }
    }

    /** Answers the jobs that were called off while they ran, and are cancelled by this. */
    static List<JobId> tie(Turn turn) throws SQLException {
        var cancelled = List.<JobId>of();
        // Each round takes marks away from all that it found, so this ends.
        for (var loose = find(turn); !loose.isEmpty(); loose = find(turn)) {
            for (var job : loose) {
                if (tie(turn, job)) {
                    cancelled = cancelled.isEmpty() ? new ArrayList<>() : cancelled;
                    cancelled.add(JobNumbers.job(turn, job.number()).orElseThrow());
                }
            }
        }
        return cancelled;
    }

    private static List<Loose> find(Turn turn) throws SQLException {
        try (var row = turn.statement(FIND).executeQuery()) {
            if (!row.next()) {
                return List.of();
            }
            var found = new ArrayList<Loose>();
            do {
                found.add(new Loose(row.getLong(1), JobState.of(row.getInt(2)), row.getInt(3)));
            } while (row.next());
            return found;
        }
    }

    private static boolean tie(Turn turn, Loose job) throws SQLException {
        var isCancelled = false;
        if (job.has(Mark.KEY) || job.has(Mark.KEY_UNTIL_STARTED)) {
            Keys.free(turn, job);
        }
        if (job.has(Mark.CANCEL)) {
            isCancelled = CancelRows.decide(turn, job.number(), job.state());
        }
        if (job.state().ended() && job.has(Mark.COUNTED)) {
            Depths.left(turn, job.number());
        }
        if (job.has(Mark.LIMITED)) {
            Limiting.tie(turn, job);
        }
        if (job.has(Mark.EXPIRES) && job.state().ended()) {
            ExpiryRows.drop(turn, job.number());
        }
        if (job.state().ended()) {
            var update = turn.statement(ENDED);
            update.setLong(1, job.number());
            update.executeUpdate();
        }
        return isCancelled;
    }
}
