package dev.windlass.store.sqlite;

import dev.windlass.store.Attempt;
import dev.windlass.store.Job;
import dev.windlass.store.NewJob;
import dev.windlass.store.Transfer;
import dev.windlass.task.Content;
import dev.windlass.task.DeadReason;
import dev.windlass.task.Due;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import dev.windlass.task.Outcome;
import dev.windlass.task.Queue;
import dev.windlass.task.Terms;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** What has become of a job, over all tables that know of it. */
final class PastRows {
    private static final String JOB = "select " + JobRows.COLUMNS
            + ", l.first, l.keep_until, l.line, l.number from windlass_life l join windlass_job j on j.number = l.number where j.id = ?";
    private static final int FIRST = 20;

    private static final String ACCEPTED = "update windlass_job set accepted = ? where number = ?";

    /** A job that was accepted a moment ago in this transaction, and that nobody else has seen. */
    private static final String LIFE = """
            update windlass_life
            set fence = ?2, first = ?3, failures = ?4, losses = ?5, releases = ?6, line = line | ?7
            where number = ?1
            """;

    private static final String ENDED = """
            update windlass_life
            set state = ?2, since = ?3, keep_until = ?4, reason = ?5, line = line & 3, waiting = null
            where number = ?1
            """;

    private static final String ATTEMPT = """
            insert into windlass_attempt (job, fence, ordinal, outcome, number, worker, host, started, ended, ran, error,
                type, version, crc, result)
            values (?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String CHECKPOINT =
            "insert or replace into windlass_checkpoint (job, type, version, crc, bytes) values (?, ?, ?, ?, ?)";

    private PastRows() {}

    /** What can be read of a job that is to move. */
    sealed interface Found {
        record Whole(Transfer transfer) implements Found {}

        /** Its terms cannot be read. Without them it would run elsewhere, past its limits and with its secrets shown. */
        record Damaged() implements Found {}

        /** It was pruned since its id was read, or has lost its life row. */
        record Nothing() implements Found {}
    }

    static Found read(Reader reader, JobId id) throws SQLException {
        var select = reader.statement(JOB);
        select.setBytes(1, id.bytes());
        try (var row = select.executeQuery()) {
            var payload = SqliteJobs.payload(reader, id);
            if (!row.next() || payload.isEmpty()) {
                return new Found.Nothing();
            }
            return JobRows.terms(row).isEmpty()
                    ? new Found.Damaged()
                    : new Found.Whole(transfer(reader, row, payload.get()));
        }
    }

    private static Transfer transfer(Reader reader, ResultSet row, Content payload) throws SQLException {
        var job = JobRows.read(reader, row);
        return new Transfer(
                accepted(job, payload), past(reader, row, job), BesideRows.read(reader, row.getLong(FIRST + 3), job));
    }

    private static NewJob accepted(Job job, Content payload) {
        var due = job.due().map(Due::at).orElse(Due.NOW);
        return new NewJob(job.id(), job.task(), job.queue(), job.lane(), due, payload, job.parent(), job.terms());
    }

    private static Transfer.Past past(Reader reader, ResultSet row, Job job) throws SQLException {
        var ended = job.state().ended();
        return new Transfer.Past(
                job.accepted(),
                job.state(),
                job.since(),
                job.fence(),
                job.tally(),
                Line.suspect(row.getInt(FIRST + 2)),
                JobRows.instant(row, FIRST),
                job.state() == JobState.DEAD
                        ? job.reason().or(() -> Optional.of(DeadReason.EXHAUSTED))
                        : Optional.empty(),
                ended ? Optional.of(keptUntil(row, job)) : Optional.empty(),
                SqliteJobs.checkpoint(reader, job.id()),
                SqliteJobs.result(reader, job.id()),
                SqliteJobs.attempts(reader, job.id()));
    }

    private static Instant keptUntil(ResultSet row, Job job) throws SQLException {
        return JobRows.instant(row, FIRST + 1).orElse(job.since().plus(Queue.DEFAULT_KEEP));
    }

    /** Tells what has become of a job that was accepted a moment ago. */
    static void write(Turn turn, long number, Transfer transfer) throws SQLException {
        var past = transfer.past();
        writeBase(turn, number, transfer);
        writeLife(turn, number, past);
        if (past.state().ended()) {
            writeEnd(turn, number, past);
        }
        BesideRows.write(turn, number, transfer);
        for (var attempt : past.attempts()) {
            writeAttempt(turn, number, attempt, past.result());
        }
        if (past.checkpoint().isPresent()) {
            var insert = turn.statement(CHECKPOINT);
            insert.setLong(1, number);
            Contents.bind(insert, 2, past.checkpoint().get(), turn::number);
            insert.executeUpdate();
        }
    }

    private static void writeBase(Turn turn, long number, Transfer transfer) throws SQLException {
        var update = turn.statement(ACCEPTED);
        update.setLong(1, Micros.floor(transfer.past().accepted()));
        update.setLong(2, number);
        update.executeUpdate();
        if (!transfer.job().terms().equals(Terms.NONE)) {
            TermRows.write(turn, number, transfer.job());
        }
    }

    private static void writeLife(Turn turn, long number, Transfer.Past past) throws SQLException {
        var update = turn.statement(LIFE);
        update.setLong(1, number);
        update.setLong(2, past.fence());
        update.setObject(3, past.first().map(Micros::floor).orElse(null));
        update.setInt(4, past.tally().failures());
        update.setInt(5, past.tally().losses());
        update.setInt(6, past.tally().releases());
        update.setInt(7, past.suspect() ? Line.SUSPECT : 0);
        update.executeUpdate();
    }

    private static void writeEnd(Turn turn, long number, Transfer.Past past) throws SQLException {
        var update = turn.statement(ENDED);
        update.setLong(1, number);
        update.setInt(2, past.state().code());
        update.setLong(3, Micros.floor(past.since()));
        update.setLong(4, keepUntil(turn, past));
        update.setObject(5, past.reason().map(DeadReason::code).orElse(null));
        update.executeUpdate();
    }

    private static long keepUntil(Turn turn, Transfer.Past past) {
        var wanted = past.keepUntil().map(Micros::floor).orElse(0L);
        return Math.max(wanted, turn.after(Queue.SHORTEST_KEEP));
    }

    private static void writeAttempt(Turn turn, long number, Attempt attempt, Optional<Content> result)
            throws SQLException {
        var insert = turn.statement(ATTEMPT);
        insert.setLong(1, number);
        insert.setLong(2, attempt.fence());
        insert.setInt(3, attempt.outcome().code());
        insert.setInt(4, attempt.number());
        insert.setLong(5, attempt.worker().value());
        insert.setInt(6, turn.number(attempt.host()));
        insert.setObject(7, attempt.started().map(Micros::floor).orElse(null));
        insert.setLong(8, Micros.floor(attempt.ended()));
        insert.setObject(9, attempt.ran().map(Micros::of).orElse(null));
        insert.setString(10, attempt.error().orElse(null));
        if (attempt.outcome() == Outcome.SUCCEEDED && result.isPresent()) {
            Contents.bind(insert, 11, result.get(), turn::number);
        } else {
            Contents.bindNone(insert, 11);
        }
        insert.executeUpdate();
    }
}
