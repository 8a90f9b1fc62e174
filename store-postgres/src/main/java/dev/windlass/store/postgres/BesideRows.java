package dev.windlass.store.postgres;

import dev.windlass.store.Job;
import dev.windlass.store.LogLine;
import dev.windlass.store.Transfer;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import dev.windlass.task.LimitKey;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What jobs that move have beside their past: keys, places in lines, logs. */
final class BesideRows {
    private static final String KEYS = "select job, task, key, until from windlass.unique_key where job = any (?)";

    private static final String PLACES = """
            select u.job, k.name, k.text
            from windlass.use u join windlass.limit_key k on k.number = u.key
            where u.job = any (?)
            """;

    private static final String LOGS = """
            select job, at, fence, text
            from windlass.log
            where job = any (?)
            order by job, line
            """;

    private final Map<JobId, Held> keys = new HashMap<>();
    private final Map<JobId, List<LimitKey>> places = new HashMap<>();
    private final Map<JobId, List<LogLine>> logs = new HashMap<>();

    private BesideRows() {}

    private record Held(String task, String key, Optional<Instant> until) {}

    static BesideRows read(Transaction transaction, List<Job> jobs) throws SQLException {
        var found = new BesideRows();
        var ids = jobs.stream().map(Job::id).toList();
        try (var keys = transaction.call(KEYS);
                var places = transaction.call(PLACES);
                var logs = transaction.call(LOGS)) {
            keys.jobs(ids, id -> id).list(found::key);
            places.jobs(ids, id -> id).list(found::place);
            logs.jobs(ids, id -> id).list(found::line);
        }
        return found;
    }

    private Held key(Row row) throws SQLException {
        var held = new Held(row.text("task"), row.text("key"), row.findInstant("until"));
        keys.put(row.job("job"), held);
        return held;
    }

    private boolean place(Row row) throws SQLException {
        return places.computeIfAbsent(row.job("job"), id -> new ArrayList<>())
                .add(new LimitKey(row.text("name"), row.text("text")));
    }

    private boolean line(Row row) throws SQLException {
        return logs.computeIfAbsent(row.job("job"), id -> new ArrayList<>())
                .add(new LogLine(row.instant("at"), row.number("fence"), row.text("text")));
    }

    Transfer.Beside of(Job job, Optional<Duration> cancelled) {
        return new Transfer.Beside(
                key(job),
                job.state() == JobState.SCHEDULED ? placesOf(job) : List.of(),
                job.state() == JobState.RUNNING ? cancelled : Optional.empty(),
                job.progress(),
                logs.getOrDefault(job.id(), List.of()));
    }

    private Optional<Transfer.Key> key(Job job) {
        return Optional.ofNullable(keys.get(job.id()))
                .filter(held -> held.task().equals(job.task())
                        && job.terms()
                                .unique()
                                .filter(unique -> unique.key().equals(held.key()))
                                .isPresent())
                .map(held -> new Transfer.Key(held.until()));
    }

    /** Anything that its terms do not name would be a fault of the store's, which is the Auditor's to tell. */
    private List<LimitKey> placesOf(Job job) {
        return places.getOrDefault(job.id(), List.of()).stream()
                .filter(job.terms().limits()::contains)
                .toList();
    }
}
