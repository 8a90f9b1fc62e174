package dev.windlass.store.sqlite;

import dev.windlass.store.Accepted;
import dev.windlass.store.Attempt;
import dev.windlass.store.Backlog;
import dev.windlass.store.CancelAnswer;
import dev.windlass.store.Edit;
import dev.windlass.store.EditAnswer;
import dev.windlass.store.Job;
import dev.windlass.store.JobPage;
import dev.windlass.store.JobQuery;
import dev.windlass.store.JobStore;
import dev.windlass.store.LogLine;
import dev.windlass.store.NewJob;
import dev.windlass.store.ReviveAnswer;
import dev.windlass.store.WorkerId;
import dev.windlass.task.Content;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import dev.windlass.task.Outcome;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Accepting, reading and steering jobs. */
final class SqliteJobs implements JobStore {
    static final String FIND = "select " + JobRows.COLUMNS
            + "from windlass_life l join windlass_job j on j.number = l.number where j.id = ?";
    private static final String PAYLOAD = "select type, version, crc, payload from windlass_job where id = ?";
    private static final String RESULT = """
            select type, version, crc, result
            from windlass_attempt
            where job = (select number from windlass_job where id = ?) and ordinal = 0 and outcome = 1
            order by fence desc
            limit 1
            """;
    private static final String CHECKPOINT =
            "select type, version, crc, bytes from windlass_checkpoint where job = (select number from windlass_job where id = ?)";
    private static final String ATTEMPTS = """
            select fence, number, outcome, worker, host, started, ended, ran, error
            from (
                select *
                from windlass_attempt
                where job = (select number from windlass_job where id = ?) and ordinal = 0
                order by fence desc
                limit %d)
            order by fence
            """.formatted(MOST_ATTEMPTS);
    private static final String LOG =
            "select at, fence, text from windlass_log where job = (select number from windlass_job where id = ?) order by line";

    /** Races with a claim and with another cancel: only a job that nobody holds and that has not ended moves. */
    private static final String CANCEL = """
            update windlass_life
            set state = 5, since = ?, keep_until = ?, line = line & 3, waiting = null
            where number = (select number from windlass_job where id = ?) and state in (0, 1, 3)
            """;

    /** Races with a promote: what has come due is left alone. */
    private static final String UNSCHEDULE = """
            update windlass_life
            set state = 5, since = ?, keep_until = ?, line = line & 3
            where number = (select number from windlass_job where id = ?) and state = 0
            """;

    /** Races with another revive: one of them finds the job DEAD. */
    private static final String REVIVE = """
            update windlass_life
            set state = 1, since = ?, position = ?, line = line & 3, failures = 0, losses = 0, releases = 0, first = null,
                reason = null, keep_until = null
            where number = (select number from windlass_job where id = ?) and state = 6
            """;

    private static final String STATE =
            "select state, number from windlass_life where number = (select number from windlass_job where id = ?)";
    static final String BACKLOG = """
            select exists (select 1 from windlass_life where state = 1) or exists (select 1 from windlass_use where waits = 1),
                exists (select 1 from windlass_life where state = 2),
                exists (select 1 from windlass_life where state = 0)
            """;

    private final Writes writes;
    private final Readers readers;

    SqliteJobs(Writes writes, Readers readers) {
        this.writes = writes;
        this.readers = readers;
    }

    @Override
    public Accepted accept(List<NewJob> batch) {
        requireBounds(batch);
        return writes.<Supplier<Accepted>>write(turn -> answer(turn, batch)).get();
    }

    /** A refusal is an answer like any other: thrown in the transaction, it would undo what others share that with. */
    private static Supplier<Accepted> answer(Turn turn, List<NewJob> batch) throws SQLException {
        var full = Depths.refuses(turn, batch);
        if (full.isPresent()) {
            return () -> {
                throw full.get();
            };
        }
        var accepted = accept(turn, batch);
        return () -> accepted;
    }

    /** The accept itself, within a transaction that is open. */
    static Accepted accept(Turn turn, List<NewJob> batch) throws SQLException {
        return new Accepted(turn.now(), Accepting.accept(turn, batch));
    }

    static void requireBounds(List<NewJob> batch) {
        var bytes = batch.stream().mapToLong(NewJob::weight).sum();
        if (batch.size() > MOST_JOBS || bytes > MOST_BYTES) {
            throw new IllegalArgumentException("a batch of " + batch.size() + " jobs and " + bytes
                    + " bytes is over the limits of " + MOST_JOBS + " and " + MOST_BYTES + "; split it");
        }
    }

    @Override
    public Optional<Job> find(JobId id) {
        return readers.read(reader -> readOne(reader, FIND, id, JobRows::read));
    }

    @Override
    public JobPage list(JobQuery query) {
        return readers.read(reader -> JobPages.list(reader, query));
    }

    @Override
    public Optional<Content> payload(JobId id) {
        return readers.read(reader -> payload(reader, id));
    }

    static Optional<Content> payload(Reader reader, JobId id) throws SQLException {
        return readOne(reader, PAYLOAD, id, SqliteJobs::content);
    }

    @Override
    public Optional<Content> result(JobId id) {
        return readers.read(reader -> result(reader, id));
    }

    static Optional<Content> result(Reader reader, JobId id) throws SQLException {
        return readOne(reader, RESULT, id, SqliteJobs::content);
    }

    @Override
    public Optional<Content> checkpoint(JobId id) {
        return readers.read(reader -> checkpoint(reader, id));
    }

    static Optional<Content> checkpoint(Reader reader, JobId id) throws SQLException {
        return readOne(reader, CHECKPOINT, id, SqliteJobs::content);
    }

    @Override
    public List<Attempt> attempts(JobId id) {
        return readers.read(reader -> attempts(reader, id));
    }

    static List<Attempt> attempts(Reader reader, JobId id) throws SQLException {
        return readAll(reader, ATTEMPTS, id, SqliteJobs::attempt);
    }

    @Override
    public List<LogLine> log(JobId id) {
        return readers.read(reader -> log(reader, id));
    }

    static List<LogLine> log(Reader reader, JobId id) throws SQLException {
        return readAll(
                reader,
                LOG,
                id,
                (names, row) -> new LogLine(Micros.instant(row.getLong(1)), row.getLong(2), row.getString(3)));
    }

    @Override
    public CancelAnswer cancel(JobId id, Duration keep) {
        return writes.write(turn -> {
            var update = turn.statement(CANCEL);
            update.setLong(1, turn.micros());
            update.setLong(2, Keeping.until(turn, keep));
            update.setBytes(3, id.bytes());
            if (update.executeUpdate() == 0) {
                return notCancelled(turn, id, keep);
            }
            LooseEnds.tie(turn);
            return CancelAnswer.CANCELLED;
        });
    }

    private static CancelAnswer notCancelled(Turn turn, JobId id, Duration keep) throws SQLException {
        var standing = standing(turn, id);
        if (standing.isEmpty()) {
            return CancelAnswer.UNKNOWN;
        }
        return switch (standing.get().state()) {
            case CANCELLED -> CancelAnswer.CANCELLED;
            case SUCCEEDED, DEAD -> CancelAnswer.ENDED;
            case RUNNING, SCHEDULED, READY, WAITING -> {
                CancelRows.ask(turn, standing.get().number(), keep);
                yield CancelAnswer.RUNNING;
            }
        };
    }

    @Override
    public int unschedule(List<JobId> jobs, Duration keep) {
        return writes.write(turn -> {
            var update = turn.statement(UNSCHEDULE);
            var count = 0;
            for (var id : jobs) {
                update.setLong(1, turn.micros());
                update.setLong(2, Keeping.until(turn, keep));
                update.setBytes(3, id.bytes());
                count += update.executeUpdate();
            }
            LooseEnds.tie(turn);
            return count;
        });
    }

    @Override
    public ReviveAnswer revive(JobId id) {
        return writes.write(turn -> {
            if (!Keys.holdAgain(turn, id)) {
                return ReviveAnswer.KEY_TAKEN;
            }
            var update = turn.statement(REVIVE);
            update.setLong(1, turn.micros());
            update.setLong(2, turn.next());
            update.setBytes(3, id.bytes());
            if (update.executeUpdate() == 1) {
                Depths.revived(turn, id);
                Limiting.join(turn, id);
                return ReviveAnswer.REVIVED;
            }
            return standing(turn, id).isPresent() ? ReviveAnswer.NOT_DEAD : ReviveAnswer.UNKNOWN;
        });
    }

    @Override
    public EditAnswer edit(JobId id, Edit edit) {
        return writes.write(turn -> Editing.edit(turn, id, edit));
    }

    /** Where a job stands, as the transaction sees it. */
    static Optional<JobState> state(Turn turn, JobId id) throws SQLException {
        return standing(turn, id).map(Standing::state);
    }

    private record Standing(JobState state, long number) {}

    private static Optional<Standing> standing(Turn turn, JobId id) throws SQLException {
        var select = turn.statement(STATE);
        select.setBytes(1, id.bytes());
        try (var row = select.executeQuery()) {
            return row.next()
                    ? Optional.of(new Standing(JobState.of(row.getInt(1)), row.getLong(2)))
                    : Optional.empty();
        }
    }

    @Override
    public Backlog backlog() {
        return readers.read(reader -> {
            try (var row = reader.statement(BACKLOG).executeQuery()) {
                row.next();
                return new Backlog(row.getBoolean(1), row.getBoolean(2), row.getBoolean(3), false);
            }
        });
    }

    private static Content content(Reader reader, ResultSet row) throws SQLException {
        return Contents.read(row, 1, reader::text);
    }

    private static Attempt attempt(Reader reader, ResultSet row) throws SQLException {
        var host = JobRows.number(row, 5);
        return new Attempt(
                row.getLong(1),
                row.getInt(2),
                Outcome.of(row.getInt(3)),
                new WorkerId(row.getLong(4)),
                host.isPresent() ? reader.text(Math.toIntExact(host.get())) : "",
                JobRows.instant(row, 6),
                Micros.instant(row.getLong(7)),
                JobRows.number(row, 8).map(Micros::duration),
                Optional.ofNullable(row.getString(9)));
    }

    /** What a row says. */
    @FunctionalInterface
    private interface Meaning<T> {
        T of(Reader reader, ResultSet row) throws SQLException;
    }

    private static <T> Optional<T> readOne(Reader reader, String sql, JobId id, Meaning<T> meaning)
            throws SQLException {
        return readAll(reader, sql, id, meaning).stream().findFirst();
    }

    private static <T> List<T> readAll(Reader reader, String sql, JobId id, Meaning<T> meaning) throws SQLException {
        var select = reader.statement(sql);
        select.setBytes(1, id.bytes());
        var found = new ArrayList<T>();
        try (var row = select.executeQuery()) {
            while (row.next()) {
                found.add(meaning.of(reader, row));
            }
        }
        return found;
    }
}
