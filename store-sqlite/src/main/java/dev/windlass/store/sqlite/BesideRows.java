package dev.windlass.store.sqlite;

import dev.windlass.store.Job;
import dev.windlass.store.LogLine;
import dev.windlass.store.Progress;
import dev.windlass.store.Transfer;
import dev.windlass.task.JobState;
import dev.windlass.task.LimitKey;
import dev.windlass.task.Unique;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a job that moves has beside its past: its key, its places in lines, a cancel that waits for it, its log. */
final class BesideRows {
    private static final String KEY = "select until from windlass_key where task = ? and key = ? and first = ?";
    private static final String PLACES =
            "select u.name, k.text from windlass_use u join windlass_limit_key k on k.number = u.key where u.job = ?";
    private static final String CALLED_OFF = "select keep from windlass_cancel where job = ?";

    private static final String PROGRESS = "update windlass_life set done = ?, total = ? where number = ?";
    private static final String LINE = "insert into windlass_log (job, line, fence, at, text) values (?, ?, ?, ?, ?)";

    private BesideRows() {}

    static Transfer.Beside read(Reader reader, long number, Job job) throws SQLException {
        var unique = job.terms().unique();
        return new Transfer.Beside(
                unique.isPresent() ? key(reader, job, unique.get()) : Optional.empty(),
                job.state() == JobState.SCHEDULED ? places(reader, number, job) : List.of(),
                job.state() == JobState.RUNNING ? calledOff(reader, number) : Optional.empty(),
                job.progress(),
                SqliteJobs.log(reader, job.id()));
    }

    private static Optional<Transfer.Key> key(Reader reader, Job job, Unique unique) throws SQLException {
        var task = reader.findNumber(job.task());
        if (task.isEmpty()) {
            return Optional.empty();
        }
        var select = reader.statement(KEY);
        select.setInt(1, task.getAsInt());
        select.setString(2, unique.key());
        select.setBytes(3, job.id().bytes());
        try (var row = select.executeQuery()) {
            return row.next() ? Optional.of(new Transfer.Key(JobRows.instant(row, 1))) : Optional.empty();
        }
    }

    private static List<LimitKey> places(Reader reader, long number, Job job) throws SQLException {
        if (job.terms().limits().isEmpty()) {
            return List.of();
        }
        var select = reader.statement(PLACES);
        select.setLong(1, number);
        var found = new ArrayList<LimitKey>();
        try (var row = select.executeQuery()) {
            while (row.next()) {
                found.add(new LimitKey(reader.text(row.getInt(1)), row.getString(2)));
            }
        }
        // Anything else would be a fault of the store's, which is the Auditor's to tell.
        found.retainAll(job.terms().limits());
        return found;
    }

    private static Optional<Duration> calledOff(Reader reader, long number) throws SQLException {
        var select = reader.statement(CALLED_OFF);
        select.setLong(1, number);
        try (var row = select.executeQuery()) {
            return row.next() ? Optional.of(Micros.duration(row.getLong(1))) : Optional.empty();
        }
    }

    /** For a job that was accepted a moment ago in this transaction. */
    static void write(Turn turn, long number, Transfer transfer) throws SQLException {
        for (var limit : transfer.beside().places()) {
            Uses.add(
                    turn,
                    number,
                    LimitKeys.number(turn, limit),
                    turn.number(transfer.job().queue()));
        }
        var until = transfer.keyUntil(turn.now());
        if (until.isPresent()) {
            Keys.holdUntil(turn, transfer.job(), until.get());
        }
        if (transfer.beside().progress().isPresent()) {
            writeProgress(turn, number, transfer.beside().progress().get());
        }
        writeLog(turn, number, transfer.beside().log());
    }

    private static void writeProgress(Turn turn, long number, Progress progress) throws SQLException {
        var update = turn.statement(PROGRESS);
        update.setLong(1, progress.done());
        update.setLong(2, progress.total());
        update.setLong(3, number);
        update.executeUpdate();
    }

    private static void writeLog(Turn turn, long number, List<LogLine> log) throws SQLException {
        var insert = turn.statement(LINE);
        for (var line = 0; line < log.size(); line++) {
            insert.setLong(1, number);
            insert.setLong(2, line + 1);
            insert.setLong(3, log.get(line).fence());
            insert.setLong(4, Micros.floor(log.get(line).at()));
            insert.setString(5, log.get(line).text());
            insert.addBatch();
        }
        if (!log.isEmpty()) {
            insert.executeBatch();
        }
    }
}
