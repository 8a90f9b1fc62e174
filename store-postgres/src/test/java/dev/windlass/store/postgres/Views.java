package dev.windlass.store.postgres;

import dev.windlass.store.Attempt;
import dev.windlass.store.Job;
import dev.windlass.store.JobPage;
import dev.windlass.store.JobQuery;
import dev.windlass.store.Progress;
import dev.windlass.store.WorkerId;
import dev.windlass.task.DeadReason;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import dev.windlass.task.Lane;
import dev.windlass.task.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Jobs as people see them: one snapshot over the tables, in which a job stands exactly once. */
final class Views {
    private static final String JOB = """
            select b.id, b.task, b.queue, b.lane, b.accepted, b.parent,
                   s.state, s.fence, s.failures, s.losses, s.releases, s.since, s.due, s.reason,
                   p.done, p.total,
                   (select error from attempt a where a.job = b.id and error is not null
                    order by a.fence desc limit 1) as error
            from job b
                 join standing s on s.job = b.id
                 left join progress p on p.job = b.id
            """;

    private static final String FIND = JOB + "where b.id = ?";

    private static final String LIST = JOB + """
                    where b.id > ?
                      and (? < 0 or s.state = ?)
                      and (? = '' or b.queue = ?)
                      and (? = '' or b.task = ?)
                    order by b.id
                    limit ?
                    """;

    private static final String ATTEMPTS = """
            select fence, number, outcome, worker, host, started, ended, ran, error
            from attempt
            where job = ? and ordinal = 0
            order by fence
            """;

    private static final JobId FIRST = new JobId(new UUID(0, 0));

    private Views() {}

    static Optional<Job> find(Connection connection, JobId id) throws SQLException {
        try (var call = new Call(connection, FIND)) {
            return call.job(id).find(Views::job);
        }
    }

    static JobPage list(Connection connection, JobQuery query) throws SQLException {
        var state = query.state().map(JobState::code).orElse(-1);
        var queue = query.queue().orElse("");
        var task = query.task().orElse("");
        try (var call = new Call(connection, LIST)) {
            var jobs = call.job(query.after().orElse(FIRST))
                    .number(state)
                    .number(state)
                    .text(queue)
                    .text(queue)
                    .text(task)
                    .text(task)
                    .number(query.limit() + 1L)
                    .list(Views::job);
            return page(jobs, query.limit());
        }
    }

    /** One more than the page holds was read, to know whether another page follows. */
    private static JobPage page(List<Job> jobs, int limit) {
        return jobs.size() <= limit
                ? new JobPage(jobs, Optional.empty())
                : new JobPage(
                        jobs.subList(0, limit), Optional.of(jobs.get(limit - 1).id()));
    }

    static List<Attempt> attempts(Connection connection, JobId id) throws SQLException {
        try (var call = new Call(connection, ATTEMPTS)) {
            return call.job(id).list(Views::attempt);
        }
    }

    private static Job job(Row row) throws SQLException {
        var done = row.findNumber("done");
        var total = row.number("total");
        return new Job(
                row.job("id"),
                row.text("task"),
                row.text("queue"),
                Lane.of(row.integer("lane")),
                JobState.of(row.integer("state")),
                row.number("fence"),
                row.tally(),
                row.instant("accepted"),
                row.instant("since"),
                row.findInstant("due"),
                row.findNumber("reason").map(code -> DeadReason.of(code.intValue())),
                row.findText("error"),
                done.map(value -> new Progress(value, total)),
                row.findJob("parent"));
    }

    private static Attempt attempt(Row row) throws SQLException {
        return new Attempt(
                row.number("fence"),
                row.integer("number"),
                Outcome.of(row.integer("outcome")),
                new WorkerId(row.number("worker")),
                row.text("host"),
                row.findInstant("started"),
                row.instant("ended"),
                row.findDuration("ran"),
                row.findText("error"));
    }
}
