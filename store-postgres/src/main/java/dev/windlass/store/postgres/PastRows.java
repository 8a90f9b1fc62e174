package dev.windlass.store.postgres;

import dev.windlass.store.Attempt;
import dev.windlass.store.Job;
import dev.windlass.store.NewJob;
import dev.windlass.store.Transfer;
import dev.windlass.task.Content;
import dev.windlass.task.DeadReason;
import dev.windlass.task.Due;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What has become of jobs, over all tables that know of them: a statement for each kind of rows, for many jobs at once. */
final class PastRows {
    private static final String ROWS = """
            select b.id, b.payload_type, b.payload_version, b.payload_crc, b.payload as payload_bytes,
                   coalesce(r.first_claimed, l.first_claimed, s.first_claimed, w.first_claimed) as first_claimed,
                   coalesce(r.line, l.line, w.line, 0) >= 4 as suspect,
                   l.cancel_keep, coalesce(e.keep_until, d.keep_until) as keep_until,
                   e.result_type, e.result_version, e.result_crc, e.result_bytes,
                   c.type as checkpoint_type, c.version as checkpoint_version, c.crc as checkpoint_crc,
                   c.bytes as checkpoint_bytes
            from windlass.job b
                 left join windlass.ready r on r.job = b.id
                 left join windlass.lease l on l.job = b.id
                 left join windlass.scheduled s on s.job = b.id
                 left join windlass.waiting w on w.job = b.id
                 left join windlass.past e on e.job = b.id
                 left join windlass.dead d on d.job = b.id
                 left join windlass.checkpoint c on c.job = b.id
            where b.id = any (?)
            """;

    private static final String ATTEMPTS = """
            select i.job, a.fence, a.number, a.outcome, a.worker, a.host, a.started, a.ended, a.ran, a.error
            from unnest(?::uuid[]) as i(job)
                 cross join lateral (
                   select *
                   from windlass.history h
                   where h.job = i.job and h.ordinal = 0
                   order by h.fence desc
                   limit 100) as a
            order by i.job, a.fence
            """;

    private PastRows() {}

    /** By their ids; without those that were pruned since their ids were read, or have lost the row of their state. */
    static Map<JobId, Transfer> read(Transaction transaction, List<JobNumbers.Numbered> numbered) throws SQLException {
        var ids = numbered.stream().map(JobNumbers.Numbered::job).toList();
        var rows = rows(transaction, ids);
        var attempts = attempts(transaction, ids);
        var jobs = Views.all(transaction, ids);
        var beside = BesideRows.read(transaction, jobs);
        var found = new HashMap<JobId, Transfer>();
        for (var job : jobs) {
            var past = rows.get(job.id());
            if (past != null) {
                var tried = attempts.getOrDefault(job.id(), List.of());
                found.put(
                        job.id(),
                        new Transfer(
                                accepted(job, past.payload()), past.of(job, tried), beside.of(job, past.cancelled())));
            }
        }
        return found;
    }

    private static NewJob accepted(Job job, Content payload) {
        var due = job.state() == JobState.SCHEDULED ? job.due().map(Due::at).orElse(Due.NOW) : Due.NOW;
        return new NewJob(job.id(), job.task(), job.queue(), job.lane(), due, payload, job.parent(), job.terms());
    }

    private static Map<JobId, Rows> rows(Transaction transaction, List<JobId> ids) throws SQLException {
        var found = new HashMap<JobId, Rows>();
        try (var call = transaction.call(ROWS)) {
            call.jobs(ids, id -> id).list(row -> found.put(row.job("id"), Rows.of(row)));
        }
        return found;
    }

    private static Map<JobId, List<Attempt>> attempts(Transaction transaction, List<JobId> ids) throws SQLException {
        var found = new HashMap<JobId, List<Attempt>>();
        try (var call = transaction.call(ATTEMPTS)) {
            call.jobs(ids, id -> id)
                    .list(row -> found.computeIfAbsent(row.job("job"), id -> new ArrayList<>())
                            .add(Views.attempt(row)));
        }
        return found;
    }

    /** What no view of a job shows. */
    private record Rows(
            Content payload,
            Optional<Instant> first,
            boolean suspect,
            Optional<Duration> cancelled,
            Optional<Instant> keepUntil,
            Optional<Content> result,
            Optional<Content> checkpoint) {
        static Rows of(Row row) throws SQLException {
            return new Rows(
                    row.findContent("payload_").orElseThrow(),
                    row.findInstant("first_claimed"),
                    row.truth("suspect"),
                    row.findDuration("cancel_keep"),
                    row.findInstant("keep_until"),
                    row.findContent("result_"),
                    row.findContent("checkpoint_"));
        }

        Transfer.Past of(Job job, List<Attempt> attempts) {
            return new Transfer.Past(
                    job.accepted(),
                    job.state(),
                    job.since(),
                    job.fence(),
                    job.tally(),
                    suspect,
                    first,
                    job.state() == JobState.DEAD
                            ? job.reason().or(() -> Optional.of(DeadReason.EXHAUSTED))
                            : Optional.empty(),
                    keepUntil,
                    checkpoint,
                    result,
                    attempts);
        }
    }
}
