package dev.windlass.store.postgres;

import dev.windlass.store.NewJob;
import dev.windlass.store.StoreException;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import dev.windlass.task.Terms;
import dev.windlass.task.Unique;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Unique keys of jobs: when they are taken, let go of, and taken again. {@link KeyTaking} settles the race for them. */
final class Keys {
    /** A key that is held for a time is nobody's to let go of. */
    private static final String FREE = "delete from windlass.unique_key where job = any (?::uuid[]) and until is null";

    private static final String GIVE_BACK = "delete from windlass.unique_key where job = any (?::uuid[])";

    private static final String TERMS = """
            select i.job, b.task, t.text
            from unnest(?::uuid[]) as i(job)
                 join windlass.job b on b.id = i.job
                 join windlass.terms t on t.job = i.job
            """;

    /** The rows are those that this transaction has inserted. */
    private static final String HELD = """
            with i as materialized (select unnest(?::uuid[]) as held),
            present as (update windlass.ready set marks = marks & ~4096 | 4 from i where job = held)
            update windlass.waiting set marks = marks & ~4096 | 4 from i where job = held
            """;

    private static final String PRUNE = """
            with over as materialized (
              select ctid as tid
              from windlass.unique_key
              where until <= (select windlass.windlass_now())
              limit 1000
              for update skip locked)
            delete from windlass.unique_key where ctid = any (array(select tid from over))
            """;

    private Keys() {}

    /** Takes the keys of new jobs, so far as they are free; an earlier job of the batch comes before a later one. */
    static KeyTaking take(Transaction transaction, List<NewJob> batch) throws SQLException {
        var asked = batch.stream()
                .flatMap(job -> asked(job.id(), job.task(), job.terms()).stream())
                .toList();
        return asked.isEmpty() ? KeyTaking.NOTHING : KeyTaking.ofNew(transaction, asked);
    }

    private static Optional<KeyTaking.Asked> asked(JobId job, String task, Terms terms) {
        return terms.unique().map(unique -> new KeyTaking.Asked(job, task, unique));
    }

    /** Of those that took keys, the jobs that were not new after all: another accept of the same came in between. */
    static void giveBack(Transaction transaction, KeyTaking taking, Set<JobId> fresh) throws SQLException {
        run(
                transaction,
                GIVE_BACK,
                taking.taken().stream().filter(job -> !fresh.contains(job)).toList());
    }

    /** The mark of a job that holds the key of these terms; one that is held for a time has none, and needs none. */
    static int mark(Terms terms) {
        return terms.unique().map(Keys::mark).orElse(0);
    }

    private static int mark(Unique unique) {
        return switch (unique.scope()) {
            case UNTIL_STARTED -> Mark.KEY_UNTIL_STARTED.bit();
            case UNTIL_FINISHED -> Mark.KEY.bit();
            case FOR_TIME -> 0;
        };
    }

    /** Gives a dead job its key again, before it is revived; answers false where another job holds it. */
    static boolean holdAgain(Transaction transaction, JobId job, String task, Terms terms) throws SQLException {
        var asked = asked(job, task, terms);
        if (asked.isEmpty()) {
            return true;
        }
        var taking = KeyTaking.again(transaction, List.of(asked.get()));
        if (asked.get().unique().scope() == Unique.Scope.FOR_TIME) {
            // Its time began with the accept, and was over.
            run(transaction, GIVE_BACK, List.copyOf(taking.taken()));
        }
        return taking.firsts().isEmpty();
    }

    /** Lets go of keys that end with the new states, and takes those again that a claim without a start had ended. */
    static void moved(Transaction transaction, List<Moved> moved) throws SQLException {
        run(
                transaction,
                FREE,
                moved.stream().filter(Keys::letsGo).map(Moved::job).toList());
        var back = moved.stream().filter(Keys::comesBack).map(Moved::job).toList();
        if (!back.isEmpty()) {
            holdAfterClaim(transaction, back);
        }
    }

    private static boolean letsGo(Moved job) {
        return job.has(Mark.KEY_UNTIL_STARTED)
                ? job.to().ended() || job.to() == JobState.RUNNING
                : job.has(Mark.KEY) && job.to().ended();
    }

    private static boolean comesBack(Moved job) {
        return job.has(Mark.LET_GO) && job.untouched() && !job.to().ended();
    }

    /**
     * Whoever took the key meanwhile keeps it, and both run: neither may be dropped. Of one that is taken by an open transaction the
     * same is assumed: what all others in this exchange came to must not wait for that.
     */
    private static void holdAfterClaim(Transaction transaction, List<JobId> jobs) throws SQLException {
        var asked = asked(transaction, jobs);
        if (asked.isEmpty()) {
            return;
        }
        var savepoint = transaction.connection().setSavepoint();
        try {
            run(
                    transaction,
                    HELD,
                    List.copyOf(KeyTaking.again(transaction, asked).taken()));
        } catch (StoreException e) {
            if (e.code() != ErrorCode.BUSY_KEY) {
                throw e;
            }
            transaction.connection().rollback(savepoint);
        }
    }

    private static List<KeyTaking.Asked> asked(Transaction transaction, List<JobId> jobs) throws SQLException {
        try (var call = transaction.call(TERMS)) {
            return call
                    .jobs(jobs, job -> job)
                    .list(row -> asked(row.job("job"), row.text("task"), TermRows.read(row.findText("text"))))
                    .stream()
                    .flatMap(Optional::stream)
                    .toList();
        }
    }

    private static void run(Transaction transaction, String sql, List<JobId> jobs) throws SQLException {
        if (jobs.isEmpty()) {
            return;
        }
        try (var call = transaction.call(sql)) {
            call.jobs(jobs, job -> job).run();
        }
    }

    /** A bounded number: whoever finds a key whose time is over takes it all the same. */
    static void prune(Transaction transaction) throws SQLException {
        try (var call = transaction.call(PRUNE)) {
            call.run();
        }
    }
}
