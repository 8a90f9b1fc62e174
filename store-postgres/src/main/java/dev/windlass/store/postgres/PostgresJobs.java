package dev.windlass.store.postgres;

import dev.windlass.store.Accepted;
import dev.windlass.store.Attempt;
import dev.windlass.store.Backlog;
import dev.windlass.store.CancelAnswer;
import dev.windlass.store.Edit;
import dev.windlass.store.EditAnswer;
import dev.windlass.store.Hint;
import dev.windlass.store.Job;
import dev.windlass.store.JobPage;
import dev.windlass.store.JobQuery;
import dev.windlass.store.JobStore;
import dev.windlass.store.LogLine;
import dev.windlass.store.NewJob;
import dev.windlass.store.ReviveAnswer;
import dev.windlass.task.Content;
import dev.windlass.task.JobId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Accepting, reading and steering jobs. */
final class PostgresJobs implements JobStore {
    private static final String PAYLOAD =
            "select payload_type as type, payload_version as version, payload_crc as crc, payload as bytes from windlass.job where id = ?";

    private static final String RESULT = """
            select result_type as type, result_version as version, result_crc as crc, result_bytes as bytes
            from windlass.past
            where job = ? and result_bytes is not null
            """;

    private static final String CHECKPOINT = "select type, version, crc, bytes from windlass.checkpoint where job = ?";

    private static final String LOG = "select at, fence, text from windlass.log where job = ? order by line";

    private static final String BACKLOG = """
            select exists (select 1 from windlass.ready) or exists (select 1 from windlass.use where waits) as ready,
                   exists (select 1 from windlass.lease) as running,
                   exists (select 1 from windlass.scheduled) as scheduled
            """;

    private final Database database;
    private final Hints hints;

    PostgresJobs(Database database, Hints hints) {
        this.database = database;
        this.hints = hints;
    }

    @Override
    public Accepted accept(List<NewJob> batch) {
        JobStore.requireWithinLimits(batch);
        var accepted = database.transact(transaction -> Acceptance.acceptAlone(transaction, batch));
        hints.tell(Hint.READY);
        return accepted;
    }

    @Override
    public Optional<Job> find(JobId id) {
        return database.transact(transaction -> Views.find(transaction, id));
    }

    @Override
    public JobPage list(JobQuery query) {
        return database.transact(transaction -> Views.list(transaction, query));
    }

    @Override
    public Optional<Content> payload(JobId id) {
        return content(PAYLOAD, id);
    }

    @Override
    public Optional<Content> result(JobId id) {
        return content(RESULT, id);
    }

    @Override
    public Optional<Content> checkpoint(JobId id) {
        return content(CHECKPOINT, id);
    }

    private Optional<Content> content(String sql, JobId id) {
        return database.transact(transaction -> {
            try (var call = transaction.call(sql)) {
                return call.job(id).find(row -> row.findContent("").orElseThrow());
            }
        });
    }

    @Override
    public List<Attempt> attempts(JobId id) {
        return database.transact(transaction -> Views.attempts(transaction, id));
    }

    @Override
    public List<LogLine> log(JobId id) {
        return database.transact(transaction -> {
            try (var call = transaction.call(LOG)) {
                return call.job(id).list(row -> new LogLine(row.instant("at"), row.number("fence"), row.text("text")));
            }
        });
    }

    @Override
    public CancelAnswer cancel(JobId id, Duration keep) {
        return Steering.cancel(database, id, Ends.kept(keep));
    }

    @Override
    public int unschedule(List<JobId> jobs, Duration keep) {
        return Steering.unschedule(database, jobs, Ends.kept(keep));
    }

    @Override
    public ReviveAnswer revive(JobId id) {
        return Steering.revive(database, id);
    }

    @Override
    public EditAnswer edit(JobId id, Edit edit) {
        return database.transact(transaction -> Editing.edit(transaction, id, edit));
    }

    @Override
    public Backlog backlog() {
        return database.transact(transaction -> {
            try (var call = transaction.call(BACKLOG)) {
                return call.get(
                        row -> new Backlog(row.truth("ready"), row.truth("running"), row.truth("scheduled"), false));
            }
        });
    }
}
