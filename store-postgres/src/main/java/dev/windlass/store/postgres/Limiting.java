package dev.windlass.store.postgres;

import dev.windlass.store.NewJob;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import dev.windlass.task.LimitKey;
import dev.windlass.task.Outcome;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * How jobs come into the lines of their limits and out again. Who passes is decided by {@link Granting}.
 *
 * <p>Whoever moves a job has moved it already, into WAITING where it needs a permit that it has not: what follows here are its rows of
 * use, in the same transaction.
 */
final class Limiting {
    /** In the order in which they came; those that are parked stand in no line. */
    private static final String STANDING = """
            select w.job, w.queue, t.text
            from unnest(?::uuid[]) with ordinality as i(job, ord)
                 join windlass.waiting w on w.job = i.job and w.reason in (1, 2)
                 left join windlass.terms t on t.job = i.job
            order by i.ord
            """;

    private static final String RATED =
            "update windlass.waiting set reason = 2 where job = any (?::uuid[]) and reason = 1";

    /** Its terms were taken away by hand, or cannot be read. Nothing holds it back then, and its claim tells what is wrong. */
    private static final String UNBOUND = """
            with gone as (delete from windlass.waiting where job = any (?::uuid[]) and reason in (1, 2) returning *)
            insert into windlass.ready (position, job, fence, since, first_claimed, failures, losses, releases, weight,
                                        marks, line, queue)
            select nextval('windlass.place'), job, fence, since, first_claimed, failures, losses, releases, weight,
                   marks & ~1072, line, queue
            from gone
            """;

    /** Out of the lane into the line; the uses follow. A claim that takes one of them now is faster, and that is well. */
    private static final String RETURN = """
            with clock as materialized (select windlass.windlass_now() as at),
            standing as materialized (
              select r.tid
              from windlass.queue q cross join lateral (
                select ctid as tid
                from windlass.ready
                where ready.queue = q.name and marks & 32 <> 0
                limit ?
                for update skip locked) r
              where q.paused
              limit ?),
            gone as (
              delete from windlass.ready where ctid = any (array(select tid from standing)) returning *)
            insert into windlass.waiting (job, fence, since, first_claimed, failures, losses, releases, weight, marks, reason,
                                          line, queue)
            select job, fence, at, first_claimed, failures, losses, releases, weight, marks & ~800 | 1040, 1, line, queue
            from gone, clock
            returning job
            """;

    /** A job that stands in WAITING and in no line yet. */
    record Bound(JobId job, String queue, List<LimitKey> limits) {}

    private Limiting() {}

    /** Takes back what jobs have of their limits and may not keep in their new state, and puts into line who needs a permit. */
    static void moved(Transaction transaction, List<Moved> all) throws SQLException {
        var moved = all.stream().filter(job -> job.has(Mark.LIMITED)).toList();
        if (moved.isEmpty()) {
            return;
        }
        Tokens.spend(transaction, jobs(moved, job -> job.to() == JobState.RUNNING && job.has(Mark.RATED)));
        Uses.leave(transaction, jobs(moved, job -> job.to().ended()));
        Uses.giveBack(transaction, jobs(moved, job -> job.to() == JobState.SCHEDULED || comesBackBehindOthers(job)));
        Tokens.putBack(transaction, jobs(moved, Limiting::hasNotStarted));
        join(transaction, jobs(moved, job -> job.to() == JobState.WAITING));
    }

    /** After a start that cost a token: the next one costs another, and a slice waits for it like a new job. */
    private static boolean comesBackBehindOthers(Moved job) {
        return job.to() == JobState.WAITING
                && job.has(Mark.SPENT)
                && job.outcome().filter(Outcome.SLICED::equals).isPresent();
    }

    /** Its claim cost a token, and it goes back to its line or is parked without having started. */
    private static boolean hasNotStarted(Moved job) {
        return job.to() == JobState.WAITING && job.has(Mark.SPENT) && job.untouched();
    }

    private static List<JobId> jobs(List<Moved> moved, Predicate<Moved> which) {
        return moved.stream().filter(which).map(Moved::job).toList();
    }

    /** New jobs, whose terms are there; those that are due later come into line when they are. */
    static void accepted(Transaction transaction, List<NewJob> jobs) throws SQLException {
        join(
                transaction,
                jobs.stream()
                        .filter(job -> !job.terms().limits().isEmpty())
                        .map(NewJob::id)
                        .toList());
    }

    /** Jobs that wait for their limits go to their old places, or to the ends of the lines where they have none. */
    static void join(Transaction transaction, List<JobId> jobs) throws SQLException {
        if (jobs.isEmpty()) {
            return;
        }
        List<Bound> standing;
        try (var call = transaction.call(STANDING)) {
            standing = call.jobs(jobs, job -> job).list(Limiting::bound);
        }
        unbind(
                transaction,
                standing.stream().filter(job -> job.limits().isEmpty()).toList());
        enter(
                transaction,
                standing.stream().filter(job -> !job.limits().isEmpty()).toList());
    }

    private static Bound bound(Row row) throws SQLException {
        return new Bound(
                row.job("job"),
                row.text("queue"),
                TermRows.read(row.findText("text")).limits());
    }

    private static void unbind(Transaction transaction, List<Bound> jobs) throws SQLException {
        if (!jobs.isEmpty()) {
            try (var call = transaction.call(UNBOUND)) {
                call.jobs(jobs, Bound::job).run();
            }
        }
    }

    /** Into the lines of all their keys; each waits in the first. */
    static void enter(Transaction transaction, List<Bound> jobs) throws SQLException {
        if (jobs.isEmpty()) {
            return;
        }
        var keys = LimitKeys.share(
                transaction, jobs.stream().flatMap(job -> job.limits().stream()).toList());
        var places = new ArrayList<Uses.Place>();
        var rated = new ArrayList<JobId>();
        for (var job : jobs) {
            var own = places(job, keys);
            places.addAll(own);
            if (isRated(job, keys)) {
                rated.add(job.job());
            }
        }
        Uses.stand(transaction, places);
        if (!rated.isEmpty()) {
            try (var call = transaction.call(RATED)) {
                call.jobs(rated, job -> job).run();
            }
        }
    }

    /** All its keys are woken: it may have held a permit of any of them. */
    private static List<Uses.Place> places(Bound job, Map<LimitKey, LimitKeys.Key> keys) {
        var places = new ArrayList<Uses.Place>();
        for (var limit : job.limits().stream().sorted().toList()) {
            var key = keys.get(limit);
            if (key != null) {
                places.add(new Uses.Place(job.job(), key.number(), job.queue(), places.isEmpty(), true));
            }
        }
        return places;
    }

    private static boolean isRated(Bound job, Map<LimitKey, LimitKeys.Key> keys) {
        return job.limits().stream()
                .sorted()
                .findFirst()
                .map(keys::get)
                .filter(LimitKeys.Key::rated)
                .isPresent();
    }

    /**
     * Sends granted jobs of paused queues that nobody has claimed back into their lines, each to its old place, so that their permits are free
     * for other queues. For a grant.
     */
    static void returnReady(Transaction transaction, int limit) throws SQLException {
        List<JobId> returned;
        try (var call = transaction.call(RETURN)) {
            returned = call.number(limit).number(limit).list(row -> row.job("job"));
        }
        join(transaction, returned);
    }
}
