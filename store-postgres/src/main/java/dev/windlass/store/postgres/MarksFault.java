package dev.windlass.store.postgres;

import dev.windlass.task.JobId;
import dev.windlass.task.Terms;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A job whose marks are not those of what it has. A row that its marks do not tell of would outlive the job, and a mark without its row
 * promises what nobody keeps. What is there is marked; what is not is given back as its terms say, or the job goes on without.
 *
 * <p>A time to start by goes when its job is late and has started before, and its mark stays.
 */
final class MarksFault implements Fault {
    private static final String HAS_TERMS = "exists (select 1 from windlass.terms x where x.job = t.job offset 0)";
    private static final String HAS_KEY =
            "exists (select 1 from windlass.unique_key x where x.job = t.job and x.until is null offset 0)";
    private static final String HAS_EXPIRY = "exists (select 1 from windlass.expiry x where x.job = t.job offset 0)";
    private static final String HAS_STARTED = """
            exists (select 1 from windlass.attempt x where x.job = t.job and (x.started is not null or x.ordinal > 0) offset 0)
            """;

    private static final String WRONG = """
            ((t.marks & 1 <> 0) <> %s or (t.marks & 6 <> 0) <> %s
             or (t.marks & 2048 = 0 and %s) or (t.marks & 2048 <> 0 and not %s and not %s))
            """.formatted(HAS_TERMS, HAS_KEY, HAS_EXPIRY, HAS_EXPIRY, HAS_STARTED);

    private static final String LOCK = """
            select job from windlass.%s where job = any (?::text[]::uuid[]) order by job for update skip locked
            """;

    /** A statement of its own, so that it sees what whoever held the rows has written. */
    private static final String FOUND = """
            select t.job, b.task, t.marks, x.text, %s as has_key, %s as has_expiry, %s as has_started
            from windlass.%%s t
                 join windlass.job b on b.id = t.job
                 left join windlass.terms x on x.job = t.job
            where t.job = any (?::uuid[]) and %s
            """.formatted(HAS_KEY, HAS_EXPIRY, HAS_STARTED, WRONG);

    private static final String MARK = """
            update windlass.%s t
            set marks = t.marks & ~2055 | i.marks
            from unnest(?::uuid[], ?::bigint[]) as i(job, marks)
            where t.job = i.job
            """;

    /** No terms tell of it any more, and nobody would give it back. */
    private static final String FREE = "delete from windlass.unique_key where job = any (?::uuid[]) and until is null";

    private static final String EXPIRE = """
            insert into windlass.expiry (job, at)
            select * from unnest(?::uuid[], ?::timestamptz[])
            on conflict do nothing
            """;

    private final String table;

    /** For jobs of one state. */
    MarksFault(String table) {
        this.table = table;
    }

    @Override
    public String fault() {
        return "a job whose marks are not those of what it has";
    }

    @Override
    public String remedy() {
        return "marked, and given back what its terms say, unless another job has its key by now";
    }

    @Override
    public String beginning() {
        return Check.NO_JOB;
    }

    @Override
    public String look() {
        return Check.lookAtEach(table, WRONG);
    }

    @Override
    public List<String> heal(Transaction transaction, List<String> keys) throws SQLException {
        var found = found(transaction, locked(transaction, keys));
        var marked = new ArrayList<Marked>();
        for (var job : found) {
            marked.add(new Marked(job.job(), marks(transaction, job)));
        }
        try (var expire = transaction.call(EXPIRE);
                var free = transaction.call(FREE);
                var mark = transaction.call(MARK.formatted(table))) {
            free.jobs(found.stream().filter(Found::holdsNobodysKey).toList(), Found::job)
                    .run();
            var lost = found.stream().filter(job -> job.expiry().isPresent()).toList();
            expire.jobs(lost, Found::job)
                    .instants(lost, job -> job.expiry().orElseThrow())
                    .run();
            mark.jobs(marked, Marked::job).numbers(marked, Marked::marks).run();
        }
        return found.stream().map(job -> "job " + job.job()).toList();
    }

    private List<JobId> locked(Transaction transaction, List<String> keys) throws SQLException {
        try (var call = transaction.call(LOCK.formatted(table))) {
            return call.texts(keys).list(row -> row.job("job"));
        }
    }

    private List<Found> found(Transaction transaction, List<JobId> jobs) throws SQLException {
        try (var call = transaction.call(FOUND.formatted(table))) {
            return call.jobs(jobs, job -> job).list(Found::of);
        }
    }

    private static int marks(Transaction transaction, Found job) throws SQLException {
        var holdsKey = job.hasKey()
                || (job.had(Mark.KEY, Mark.KEY_UNTIL_STARTED)
                        && Keys.holdAgain(transaction, job.job(), job.task(), job.terms()));
        return (job.text().isPresent() ? Mark.TERMS.bit() : 0)
                | (holdsKey ? Keys.mark(job.terms()) : 0)
                | (job.expires() ? Mark.EXPIRES.bit() : 0);
    }

    private record Marked(JobId job, int marks) {}

    private record Found(
            JobId job,
            String task,
            int marks,
            Optional<String> text,
            Terms terms,
            boolean hasKey,
            boolean hasExpiry,
            boolean hasStarted) {
        static Found of(Row row) throws SQLException {
            var text = row.findText("text");
            return new Found(
                    row.job("job"),
                    row.text("task"),
                    row.integer("marks"),
                    text,
                    TermRows.read(text),
                    row.truth("has_key"),
                    row.truth("has_expiry"),
                    row.truth("has_started"));
        }

        boolean had(Mark one, Mark other) {
            return one.in(marks) || other.in(marks);
        }

        boolean holdsNobodysKey() {
            return hasKey && Keys.mark(terms) == 0;
        }

        /** The time by which it must start, where that was lost. */
        Optional<Instant> expiry() {
            return hasExpiry || hasStarted || !Mark.EXPIRES.in(marks)
                    ? Optional.empty()
                    : terms.expires().map(end -> Call.upToMicros(end.from(Instant.EPOCH)));
        }

        boolean expires() {
            return hasExpiry || expiry().isPresent() || (hasStarted && Mark.EXPIRES.in(marks));
        }
    }
}
