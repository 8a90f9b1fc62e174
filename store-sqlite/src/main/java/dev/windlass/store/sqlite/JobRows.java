package dev.windlass.store.sqlite;

import dev.windlass.store.Job;
import dev.windlass.store.Progress;
import dev.windlass.store.Tally;
import dev.windlass.store.WaitReason;
import dev.windlass.task.DeadReason;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import dev.windlass.task.Lane;
import dev.windlass.task.Terms;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** A job as people see it, from the columns of {@link #COLUMNS}. */
final class JobRows {
    /** For a select from life as l and job as j. The error is the one of the last attempt that had any. */
    static final String COLUMNS = """
            j.id, j.task, j.queue, j.lane, l.state, l.fence, l.failures, l.losses, l.releases, j.accepted, l.since,
                l.due, l.reason, l.done, l.total, j.parent, l.waiting, %s,
                (select a.error
                    from windlass_attempt a
                    where a.job = l.number and a.error is not null
                    order by a.fence desc
                    limit 1)
            """.formatted(TermRows.TEXT);

    private JobRows() {}

    static Job read(Reader reader, ResultSet row) throws SQLException {
        var state = JobState.of(row.getInt(5));
        var parent = row.getBytes(16);
        return new Job(
                JobId.of(row.getBytes(1)),
                reader.text(row.getInt(2)),
                reader.text(row.getInt(3)),
                Lane.of(row.getInt(4)),
                state,
                row.getLong(6),
                new Tally(row.getInt(7), row.getInt(8), row.getInt(9)),
                Micros.instant(row.getLong(10)),
                Micros.instant(row.getLong(11)),
                state == JobState.WAITING ? waiting(row) : Optional.empty(),
                state == JobState.SCHEDULED ? instant(row, 12) : Optional.empty(),
                number(row, 13).map(code -> DeadReason.of(Math.toIntExact(code))),
                Optional.ofNullable(row.getString(19)),
                progress(row),
                Optional.ofNullable(parent).map(JobId::of),
                terms(row).orElse(TermRows.DAMAGED));
    }

    /** Empty where they cannot be read. */
    static Optional<Terms> terms(ResultSet row) throws SQLException {
        return TermRows.readable(row.getString(18));
    }

    private static Optional<WaitReason> waiting(ResultSet row) throws SQLException {
        return number(row, 17).map(code -> WaitReason.of(Math.toIntExact(code)));
    }

    private static Optional<Progress> progress(ResultSet row) throws SQLException {
        var total = row.getLong(15);
        return number(row, 14).map(done -> new Progress(done, total));
    }

    static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
        return number(row, column).map(Micros::instant);
    }

    static Optional<Long> number(ResultSet row, int column) throws SQLException {
        var number = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(number);
    }
}
