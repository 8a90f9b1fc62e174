package dev.windlass.store.postgres;

import dev.windlass.store.Attempt;
import dev.windlass.store.Job;
import dev.windlass.store.JobPage;
import dev.windlass.store.JobQuery;
import dev.windlass.store.Progress;
import dev.windlass.store.WaitReason;
import dev.windlass.store.WorkerId;
import dev.windlass.task.DeadReason;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import dev.windlass.task.Lane;
import dev.windlass.task.Outcome;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Jobs as people see them: one snapshot over the tables, in which a job stands exactly once. */
final class Views {
    private static final String JOB = """
            select b.id, b.task, b.queue, b.lane, b.accepted, b.parent,
                   s.state, s.fence, s.failures, s.losses, s.releases, s.since, s.due, s.reason, s.waiting,
                   case when s.marks & 1 <> 0 then (select text from windlass.terms t where t.job = b.id) end as terms,
                   p.done, p.total,
                   coalesce(s.error, (select a.error from windlass.attempt a where a.job = b.id and a.error is not null
                                      order by a.fence desc limit 1)) as error
            from windlass.job b
                 join windlass.standing s on s.job = b.id
                 left join windlass.progress p on p.job = b.id
            """;

    private static final String FIND = JOB + "where b.id = ?";

    private static final String OF_IDS = JOB + "where b.id = any (?)";

    /** Looks at so many base rows and no more, however few of them meet the conditions. */
    private static final int WINDOW = 10_000;

    private static final String LIST =
            JOB.replace("from windlass.job b", "from (WALK) w join windlass.job b on b.id = w.id") + """
            where (? < 0 or s.state = ?)
              and (? = '' or b.queue = ?)
              and (? = '' or b.task = ?)
            order by b.id
            limit ?
            """;

    /** Where the window ends, if it is full. */
    private static final String END = "select id from (WALK) w order by id offset ? limit 1";

    private static final String ATTEMPTS = """
            select fence, number, outcome, worker, host, started, ended, ran, error
            from (select * from windlass.history where job = ? and ordinal = 0 order by fence desc limit 100) as latest
            order by fence
            """;

    private static final JobId FIRST = new JobId(new UUID(0, 0));

    private Views() {}

    static Optional<Job> find(Transaction transaction, JobId id) throws SQLException {
        try (var call = transaction.call(FIND)) {
            return call.job(id).find(Views::job);
        }
    }

    /** Those of the jobs that are there, in any order. */
    static List<Job> all(Transaction transaction, List<JobId> ids) throws SQLException {
        try (var call = transaction.call(OF_IDS)) {
            return call.jobs(ids, id -> id).list(Views::job);
        }
    }

    /** A page may be short or empty and still name a next one: the window was over before the page was full. */
    static JobPage list(Transaction transaction, JobQuery query) throws SQLException {
        var walk = Walk.of(query);
        var after = query.after().orElse(FIRST);
        var state = query.state().map(JobState::code).orElse(-1);
        var queue = query.queue().orElse("");
        var task = query.task().orElse("");
        try (var list = walk.begin(transaction, LIST)) {
            var jobs = list.job(after)
                    .number(WINDOW)
                    .number(state)
                    .number(state)
                    .text(queue)
                    .text(queue)
                    .text(task)
                    .text(task)
                    .number(query.limit() + 1L)
                    .list(Views::job);
            if (jobs.size() > query.limit()) {
                return full(jobs.subList(0, query.limit()));
            }
            try (var end = walk.begin(transaction, END)) {
                return new JobPage(
                        jobs, end.job(after).number(WINDOW).number(WINDOW - 1L).find(row -> row.job("id")));
            }
        }
    }

    private static JobPage full(List<Job> jobs) {
        return new JobPage(jobs, Optional.of(jobs.get(jobs.size() - 1).id()));
    }

    static List<Attempt> attempts(Transaction transaction, JobId id) throws SQLException {
        try (var call = transaction.call(ATTEMPTS)) {
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
                row.findNumber("waiting").map(code -> WaitReason.of(code.intValue())),
                row.findInstant("due"),
                row.findNumber("reason").map(code -> DeadReason.of(code.intValue())),
                row.findText("error"),
                done.map(value -> new Progress(value, total)),
                row.findJob("parent"),
                TermRows.read(row.findText("terms")));
    }

    static Attempt attempt(Row row) throws SQLException {
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
