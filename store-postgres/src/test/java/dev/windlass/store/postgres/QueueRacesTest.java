package dev.windlass.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.ClaimPlan;
import dev.windlass.store.Commit;
import dev.windlass.store.Ended;
import dev.windlass.store.Exchange;
import dev.windlass.store.Lease;
import dev.windlass.store.NewJob;
import dev.windlass.store.NewWorker;
import dev.windlass.store.QueueRow;
import dev.windlass.store.Store;
import dev.windlass.store.Then;
import dev.windlass.store.WorkerId;
import dev.windlass.task.Content;
import dev.windlass.task.Due;
import dev.windlass.task.JobId;
import dev.windlass.task.Lane;
import dev.windlass.task.Outcome;
import dev.windlass.task.Queue;
import dev.windlass.task.QueueFullException;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a queue may give and hold is exact over several stores on one database, each with several threads, as over processes. */
final class QueueRacesTest {
    private static final int STORES = 2;
    private static final int THREADS = 3;
    private static final int RUNNERS = STORES * THREADS;
    private static final int LIMIT_SECONDS = 120;
    private static final Queue MAIL = Queue.named("mail");

    @RegisterExtension
    static final PostgresServer SERVER = new PostgresServer();

    private final AtomicInteger jobs = new AtomicInteger();
    private PostgresFixture fixture;
    private List<Store> stores;

    @BeforeEach
    void openStores() throws IOException {
        fixture = PostgresFixture.timed(SERVER.running());
        stores = List.of(fixture.store(), fixture.another());
    }

    @AfterEach
    void closeStores() {
        fixture.close();
    }

    @Test
    void starts_of_a_rated_queue_are_its_burst_over_all_stores() throws Exception {
        stores.get(0).queues().declare(List.of(MAIL.rate(40, Duration.ofHours(10))));
        accept(stores.get(0), 200);

        var taken = race(runner -> IntStream.range(0, 20)
                .map(turn -> runner.exchange(3, List.of()).size())
                .sum());

        assertThat(taken.stream().mapToInt(Integer::intValue).sum()).isEqualTo(40);
    }

    @Test
    void tokens_given_back_by_one_store_are_started_on_by_another_and_none_twice() throws Exception {
        stores.get(0).queues().declare(List.of(MAIL.rate(6, Duration.ofHours(10))));
        accept(stores.get(0), 50);

        var kept = race(runner -> {
            var mine = 0;
            for (var turn = 0; turn < 20; turn++) {
                var leases = runner.exchange(2, List.of());
                if (turn < 10) {
                    runner.end(leases, new Then.Release(Ended.of(Outcome.RELEASED)));
                } else {
                    mine += leases.size();
                }
            }
            return mine;
        });

        // One that others started after is not given back: then the queue starts less than it might, and never more.
        assertThat(kept.stream().mapToInt(Integer::intValue).sum()).isLessThanOrEqualTo(6);
    }

    @Test
    void no_more_jobs_of_a_queue_run_than_its_concurrency_over_all_stores() throws Exception {
        stores.get(0).queues().declare(List.of(MAIL.concurrency(4)));
        accept(stores.get(0), 300);
        var running = new AtomicInteger();
        var most = new AtomicInteger();

        var taken = race(runner -> {
            var mine = 0;
            for (var turn = 0; turn < 60; turn++) {
                var leases = runner.exchange(3, List.of());
                most.accumulateAndGet(running.addAndGet(leases.size()), Math::max);
                mine += leases.size();
                running.addAndGet(-leases.size());
                runner.end(leases, succeed());
            }
            return mine;
        });

        assertThat(most).hasValueLessThanOrEqualTo(4);
        assertThat(taken.stream().mapToInt(Integer::intValue).sum()).isPositive();
        assertThat(stores.get(1).leases().held(new WorkerId(1), 10)).isEmpty();
    }

    @Test
    void concurrency_that_is_declared_while_others_claim_counts_all_leases_from_its_return_on() throws Exception {
        accept(stores.get(0), 400);
        var claimed = new AtomicInteger();
        var declared = new AtomicInteger();

        race(runner -> {
            if (runner.number() == 0) {
                while (claimed.get() < 20) {
                    Thread.onSpinWait();
                }
                stores.get(0).queues().declare(List.of(MAIL.concurrency(1)));
                declared.set(1);
                return runner.exchange(10, List.of()).size();
            }
            for (var turn = 0; turn < 40; turn++) {
                var before = declared.get();
                var leases = runner.exchange(1, List.of());
                claimed.addAndGet(leases.size());
                assertThat(before * leases.size())
                        .as("leases claimed after the return")
                        .isZero();
            }
            return 0;
        });

        assertThat(new Runner(fixture.another(), 99).exchange(10, List.of())).isEmpty();
        assertThat(number("select count(*) from SCHEMA.lease where not paced")).isZero();
    }

    @Test
    void pause_that_has_returned_is_obeyed_by_every_store_that_workers_join() throws Exception {
        accept(stores.get(0), 1_000);
        var paused = new AtomicInteger();

        race(runner -> {
            if (runner.number() == 0) {
                stores.get(0).queues().pause("mail");
                paused.set(1);
                return 0;
            }
            for (var turn = 0; turn < 20; turn++) {
                var fresh = new Runner(stores.get(turn % STORES), 1_000L * runner.number() + turn);
                var before = paused.get();
                assertThat(before * fresh.exchange(1, List.of()).size())
                        .as("leases claimed after the return")
                        .isZero();
            }
            return 0;
        });
    }

    @Test
    void bounded_queue_never_holds_more_than_its_depth_and_its_sum_stays_short() throws Exception {
        stores.get(0).queues().declare(List.of(MAIL.depth(30)));
        var accepted = new AtomicInteger();
        var ended = new AtomicInteger();

        race(runner -> {
            for (var turn = 0; turn < 60; turn++) {
                if (takes(runner.store())) {
                    // Counted after it came and before one goes, so this is never less than what stands there.
                    assertThat(accepted.incrementAndGet() - ended.get() - RUNNERS)
                            .isLessThanOrEqualTo(30);
                }
                var leases = runner.exchange(1, List.of());
                ended.addAndGet(leases.size());
                runner.end(leases, succeed());
            }
            return 0;
        });

        assertThat(depth())
                .isEqualTo(number("select (select count(*) from SCHEMA.ready) + (select count(*) from SCHEMA.lease)"));
        takes(stores.get(0));
        assertThat(number("select count(*) from SCHEMA.depth")).isLessThanOrEqualTo(110);
    }

    @Test
    void first_bound_counts_every_job_of_every_store_while_they_come_and_go() throws Exception {
        accept(stores.get(0), 1_000);

        race(runner -> {
            if (runner.number() == 0) {
                stores.get(0).queues().declare(List.of(MAIL.depth(100_000)));
                return 0;
            }
            for (var turn = 0; turn < 40; turn++) {
                accept(runner.store(), 3);
                var leases = runner.exchange(4, List.of());
                runner.end(leases.subList(0, leases.size() / 2), succeed());
                runner.end(
                        leases.subList(leases.size() / 2, leases.size()),
                        new Then.Later(Ended.of(Outcome.SNOOZED), Duration.ofHours(1)));
            }
            return 0;
        });

        assertThat(depth())
                .isEqualTo(
                        number("select (select count(*) from SCHEMA.ready) + (select count(*) from SCHEMA.scheduled)"));
    }

    private boolean takes(Store store) {
        try {
            accept(store, 1);
            return true;
        } catch (QueueFullException full) {
            return false;
        }
    }

    private long depth() {
        return stores.get(1).queues().list().stream()
                .map(QueueRow::depth)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow()
                .jobs();
    }

    private long number(String sql) throws SQLException {
        try (var connection = SERVER.running().connect();
                var statement = connection.createStatement();
                var result = statement.executeQuery(sql.replace("SCHEMA", fixture.schema()))) {
            result.next();
            return result.getLong(1);
        }
    }

    private void accept(Store store, int count) {
        store.jobs()
                .accept(IntStream.range(0, count)
                        .mapToObj(index -> new NewJob(
                                new JobId(new UUID(jobs.incrementAndGet(), 0)),
                                "mail.welcome",
                                "mail",
                                Lane.NORMAL,
                                Due.NOW,
                                Content.NONE,
                                Optional.empty()))
                        .toList());
    }

    private static Then succeed() {
        return new Then.Succeed(Ended.of(Outcome.SUCCEEDED), Content.NONE, Duration.ofDays(1));
    }

    private List<Integer> race(Work work) throws Exception {
        var line = new CyclicBarrier(RUNNERS);
        var threads = Executors.newFixedThreadPool(RUNNERS);
        try {
            var running = new ArrayList<Future<Integer>>();
            for (var number = 0; number < RUNNERS; number++) {
                var runner = new Runner(stores.get(number % STORES), number);
                running.add(threads.submit((Callable<Integer>) () -> {
                    line.await(LIMIT_SECONDS, TimeUnit.SECONDS);
                    return work.by(runner);
                }));
            }
            var answers = new ArrayList<Integer>();
            for (var runner : running) {
                answers.add(runner.get(LIMIT_SECONDS, TimeUnit.SECONDS));
            }
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }

    /** What each thread does. */
    @FunctionalInterface
    private interface Work {
        int by(Runner runner) throws Exception;
    }

    /** A worker on one of the stores. */
    private static final class Runner {
        private final Store store;
        private final long number;
        private long claims;

        Runner(Store store, long number) {
            this.store = store;
            this.number = number;
            store.workers().join(new NewWorker(id(), "w", "h", 1, Duration.ofDays(1), Map.of()));
        }

        Store store() {
            return store;
        }

        long number() {
            return number;
        }

        private WorkerId id() {
            return new WorkerId(number + 1);
        }

        List<Lease> exchange(int quota, List<Commit> commits) {
            var plan = ClaimPlan.of("mail", Lane.NORMAL, ClaimPlan.Kind.SOUND, quota);
            return store.leases()
                    .exchange(new Exchange.Ask(id(), ++claims, commits, plan))
                    .claimed();
        }

        void end(List<Lease> leases, Then then) {
            var commits =
                    leases.stream().map(lease -> Commit.end(lease.key(), then)).toList();
            store.leases().exchange(new Exchange.Ask(id(), ++claims, commits, ClaimPlan.NOTHING));
        }
    }
}
