package dev.windlass.store.postgres;

import dev.windlass.store.Bucket;
import dev.windlass.store.QueueStore;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Changes the rules of queues, so that once a change has returned nobody acts by the rules before it.
 *
 * <p>A claim holds the row of its worker from before it looks at the rules until it commits; whoever changes them locks all those rows
 * first, and keeps others from joining meanwhile. An accept has no such row: see {@link Counting} for the bounds that it obeys.
 */
final class Ruling {
    /**
     * One changes at a time. A process that stops in the midst of it would keep every worker from renewing its row, so the server
     * ends it.
     */
    private static final String BRIEF = "select set_config('idle_in_transaction_session_timeout', '5s', true)";

    private static final String ALONE = "lock table windlass.control in share row exclusive mode";

    private static final String WORKERS =
            "select id from windlass.worker where not ended order by id for no key update";

    private static final String RAISE = "update windlass.control set revision = revision + ?, edition = edition + 1";

    private static final String NOW =
            "select (extract(epoch from windlass.windlass_now()) * 1000000)::bigint as micros";

    private static final String HOW_MANY = "select count(*) as count from windlass.queue";

    private final Database database;
    private final Counting counting;

    Ruling(Database database) {
        this.database = database;
        this.counting = new Counting(database);
    }

    /** What is to become of the rules of one queue. */
    record Change(String queue, UnaryOperator<KeptQueue> rules) {}

    /** What becomes of them as they are now. */
    private record Step(KeptQueue before, KeptQueue after) {
        boolean isNone() {
            return after.equals(before);
        }

        boolean countsJobs() {
            return !before.canBeFull() && after.canBeFull();
        }

        boolean countsLeases() {
            return !before.hasConcurrency() && after.hasConcurrency();
        }

        boolean isReady() {
            return (!countsJobs() || before.bounded()) && (!countsLeases() || before.paced());
        }

        /** Everybody counts what the change will need. */
        Step preparing() {
            return new Step(
                    before, before.withCounted(before.bounded() || countsJobs(), before.paced() || countsLeases()));
        }

        /** What a bound that is no more has counted stays counted until it has left; what comes is not. */
        Step lifting() {
            return new Step(
                    before,
                    after.withCounted(
                            after.bounded() && (after.canBeFull() || !before.canBeFull()),
                            after.paced() && (after.hasConcurrency() || !before.hasConcurrency())));
        }
    }

    /** Answers whether anything changed. */
    boolean enact(List<Change> asked) {
        var changes = asked.stream().sorted(Comparator.comparing(Change::queue)).toList();
        while (true) {
            var steps = database.transact(transaction -> steps(changes, KeptQueue.find(transaction, names(changes))));
            if (steps.stream().allMatch(Step::isNone)) {
                return false;
            }
            prepare(changes, steps);
            var changed = database.transact(transaction -> write(transaction, changes));
            // Empty when somebody has lifted what was prepared.
            if (changed.isPresent()) {
                return changed.get();
            }
        }
    }

    private static List<String> names(List<Change> changes) {
        return changes.stream().map(Change::queue).toList();
    }

    private static List<Step> steps(List<Change> changes, List<KeptQueue> found) {
        var known = new HashMap<String, KeptQueue>();
        found.forEach(queue -> known.put(queue.name(), queue));
        var steps = new ArrayList<Step>();
        for (var change : changes) {
            var before = known.computeIfAbsent(change.queue(), KeptQueue::unknown);
            steps.add(new Step(before, change.rules().apply(before)));
        }
        return steps;
    }

    /** Lets everybody count what a new bound will need, and then counts what stands there already. */
    private void prepare(List<Change> changes, List<Step> steps) {
        var jobs = queues(steps, Step::countsJobs);
        var leases = queues(steps, Step::countsLeases);
        if (jobs.isEmpty() && leases.isEmpty()) {
            return;
        }
        database.run(transaction -> {
            begin(transaction);
            for (var step : steps(changes, KeptQueue.lock(transaction, names(changes)))) {
                put(transaction, step.preparing());
            }
            raise(transaction, 0);
        });
        counting.count(jobs, leases);
    }

    private static List<String> queues(List<Step> steps, Predicate<Step> which) {
        return steps.stream().filter(which).map(step -> step.before().name()).toList();
    }

    private static Optional<Boolean> write(Transaction transaction, List<Change> changes) throws SQLException {
        begin(transaction);
        var steps = steps(changes, KeptQueue.lock(transaction, names(changes)));
        if (!steps.stream().allMatch(Step::isReady)) {
            return Optional.empty();
        }
        var news = steps.stream().filter(step -> !step.isNone()).toList();
        for (var step : news) {
            put(transaction, filled(transaction, step.lifting()));
        }
        if (!news.isEmpty()) {
            raise(transaction, news.size());
        }
        return Optional.of(!news.isEmpty());
    }

    static void begin(Transaction transaction) throws SQLException {
        try (var workers = transaction.callAfter(WORKERS, BRIEF, ALONE)) {
            workers.list(row -> row.number("id"));
        }
    }

    /** By so much as people have decided. */
    static void raise(Transaction transaction, int decisions) throws SQLException {
        try (var raise = transaction.call(RAISE)) {
            raise.number(decisions).run();
        }
    }

    /** With the bucket of its rate, if that is another than before. */
    private static Step filled(Transaction transaction, Step step) throws SQLException {
        var was = step.before().rules().bounds().rate();
        var is = step.after().rules().bounds().rate();
        if (is.isEmpty() || is.equals(was)) {
            return step;
        }
        try (var call = transaction.call(NOW)) {
            var now = call.<Long>get(row -> row.number("micros"));
            var bucket = was.map(old -> step.before().bucket().under(old, is.get(), now))
                    .orElseGet(() -> Bucket.full(is.get(), now));
            return new Step(step.before(), step.after().withBucket(bucket));
        }
    }

    private static void put(Transaction transaction, Step step) throws SQLException {
        if (step.isNone()) {
            return;
        }
        step.after().write(transaction);
        if (step.before().equals(KeptQueue.unknown(step.before().name()))) {
            requireRoom(transaction, step.before().name());
        }
    }

    private static void requireRoom(Transaction transaction, String queue) throws SQLException {
        try (var call = transaction.call(HOW_MANY)) {
            if (call.<Long>get(row -> row.number("count")) > QueueStore.MOST) {
                throw new IllegalArgumentException("the store keeps rules of " + QueueStore.MOST + " queues already, "
                        + queue + " is one too many; give limits to keys instead of a queue to each");
            }
        }
    }
}
