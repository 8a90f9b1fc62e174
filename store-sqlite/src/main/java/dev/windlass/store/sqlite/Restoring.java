package dev.windlass.store.sqlite;

import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import dev.windlass.task.Terms;
import java.sql.SQLException;
import java.util.Optional;

/** Lets the life of an open job know again what there is of its job, after somebody has written past the store. */
final class Restoring {
    private static final String STANDING = """
            select l.state, l.marks, l.queue, j.id, j.task,
                exists (select 1 from windlass_cancel c where c.job = l.number),
                exists (select 1 from windlass_expiry e where e.job = l.number)
            from windlass_life l join windlass_job j on j.number = l.number
            where l.number = ?
            """;

    private Restoring() {}

    /** What is there of a job. */
    private record Standing(
            long number, JobState state, int marks, int queue, JobId id, int task, boolean called, boolean expires) {}

    static void restore(Turn turn, long number) throws SQLException {
        var standing = standing(turn, number);
        if (standing.isPresent() && !standing.get().state().ended()) {
            restore(turn, standing.get(), TermRows.find(turn, number));
        }
    }

    private static void restore(Turn turn, Standing job, Terms terms) throws SQLException {
        set(turn, Mark.TERMS, job, !terms.equals(Terms.NONE));
        set(turn, Mark.CANCEL, job, job.called());
        restoreExpiry(turn, job, terms);
        set(turn, Mark.LIMITED, job, !terms.limits().isEmpty());
        if (Depths.isBounded(turn, job.queue())) {
            Mark.COUNTED.set(turn, job.number());
        }
        Keys.holdStill(turn, new Keys.Asker(job.number(), job.task(), job.id(), job.marks()), terms.unique());
        // What stands READY without a permit goes into line once loose ends are tied, and must not be kept out by a
        // permit of its own.
        if (!terms.limits().isEmpty() && job.state() == JobState.READY && !Mark.PERMITTED.in(job.marks())) {
            for (var use : Uses.ofJob(turn, job.number())) {
                Uses.free(turn, job.number(), use);
            }
        }
    }

    /** A mark without a row tells that the row was lost; without a mark, the job may have been revived and have no such time any more. */
    private static void restoreExpiry(Turn turn, Standing job, Terms terms) throws SQLException {
        if (!job.expires() && Mark.EXPIRES.in(job.marks()) && terms.expires().isPresent()) {
            ExpiryRows.write(turn, job.number(), terms.expires().get());
        } else {
            set(turn, Mark.EXPIRES, job, job.expires());
        }
    }

    private static void set(Turn turn, Mark mark, Standing job, boolean wanted) throws SQLException {
        if (wanted) {
            mark.set(turn, job.number());
        } else {
            mark.clear(turn, job.number());
        }
    }

    private static Optional<Standing> standing(Turn turn, long number) throws SQLException {
        var select = turn.statement(STANDING);
        select.setLong(1, number);
        try (var row = select.executeQuery()) {
            return row.next()
                    ? Optional.of(new Standing(
                            number,
                            JobState.of(row.getInt(1)),
                            row.getInt(2),
                            row.getInt(3),
                            JobId.of(row.getBytes(4)),
                            row.getInt(5),
                            row.getBoolean(6),
                            row.getBoolean(7)))
                    : Optional.empty();
        }
    }

    /** For a job that was dead a moment ago: it counts in its queue as it did before. */
    static void revive(Turn turn, long number) throws SQLException {
        var id = JobNumbers.job(turn, number);
        if (id.isPresent()) {
            Depths.revived(turn, id.get());
        }
        restore(turn, number);
    }
}
