package dev.windlass.store.sqlite;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.Windlass;
import dev.windlass.store.GrantPlan;
import dev.windlass.store.Job;
import dev.windlass.store.JobQuery;
import dev.windlass.store.NewJob;
import dev.windlass.store.WaitReason;
import dev.windlass.store.contract.SteerableClock;
import dev.windlass.task.Limit;
import dev.windlass.task.LimitKey;
import dev.windlass.task.Options;
import dev.windlass.task.Task;
import dev.windlass.task.Terms;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Limits on a real file: with an engine's threads, over an opening, with a crowd that waits, and with rows removed by hand. */
@Timeout(120)
class LimitsTest {
    private static final Task<Integer, Void> WORK = Task.named("work", Integer.class);
    private static final Limit THREE = Limit.named("three").concurrent(3);
    private static final Limit ORDERED = Limit.named("ordered").sequence();
    private static final Limit SLOW = Limit.named("slow").rate(1, ofMinutes(10));
    private static final int CROWD = 100_000;

    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("limits.db");
    }

    private static NewJob job(long number, Limit limit, String key) {
        return Jobs.job(number).withTerms(Terms.NONE.withLimit(new LimitKey(limit.name(), key)));
    }

    private static int grant(SqliteStore store) {
        return store.limits()
                .grant(new GrantPlan(Map.of(Jobs.QUEUE, 1_000), 1_000))
                .count();
    }

    @Nested
    class WithAnEngine {
        @Test
        void three_jobs_of_a_key_run_at_a_time_and_never_a_fourth() throws Exception {
            var running = new AtomicInteger();
            var most = new AtomicInteger();
            var three = new CountDownLatch(3);
            try (var windlass = Windlass.on(SqliteStore.at(file()))
                    .performVoid(WORK, (number, run) -> {
                        most.accumulateAndGet(running.incrementAndGet(), Math::max);
                        three.countDown();
                        // The first ones wait for each other: that many must run at once.
                        three.await(20, TimeUnit.SECONDS);
                        running.decrementAndGet();
                    })
                    .limit(THREE)
                    .slots(8)
                    .start()) {
                windlass.enqueueAll(WORK, IntStream.range(0, 200).boxed(), Options.DEFAULT.limit(THREE, "shop-9"));
                assertThat(windlass.drain(ofSeconds(60))).isTrue();
            }
            assertThat(most).hasValue(3);
        }

        @Test
        void a_sequence_runs_in_the_order_of_acceptance_over_retries() throws Exception {
            var order = Collections.synchronizedList(new ArrayList<Integer>());
            var failures = new AtomicInteger();
            try (var windlass = Windlass.on(SqliteStore.at(file()))
                    .performVoid(WORK, (number, run) -> {
                        if (number % 10 == 3 && run.attempt() == 1) {
                            failures.incrementAndGet();
                            throw new IllegalStateException("the first attempt of every tenth fails");
                        }
                        order.add(number);
                    })
                    .limit(ORDERED)
                    .start()) {
                for (var number = 0; number < 40; number++) {
                    windlass.enqueue(WORK, number, Options.DEFAULT.limit(ORDERED, "shop-9"));
                }
                assertThat(windlass.drain(ofSeconds(60))).isTrue();
            }
            assertThat(failures).hasValue(4);
            assertThat(order).isEqualTo(IntStream.range(0, 40).boxed().toList());
        }

        @Test
        void a_rate_spaces_starts_evenly() throws Exception {
            var starts = Collections.synchronizedList(new ArrayList<Instant>());
            var rate = Limit.named("rate").rate(20, ofSeconds(1)).burst(1);
            List<Job> jobs;
            try (var windlass = Windlass.on(SqliteStore.at(file()))
                    .performVoid(WORK, (number, run) -> starts.add(Instant.now()))
                    .limit(rate)
                    .start()) {
                windlass.enqueueAll(WORK, IntStream.range(0, 20).boxed(), Options.DEFAULT.limit(rate, "api"));
                assertThat(windlass.drain(ofSeconds(60))).isTrue();
                jobs = windlass.list(JobQuery.ALL).jobs();
            }
            var first = jobs.stream().map(Job::since).min(Instant::compareTo).orElseThrow();
            var last = jobs.stream().map(Job::since).max(Instant::compareTo).orElseThrow();
            assertThat(starts).hasSize(20);
            // 19 intervals of 50 ms, less what the end of the first was late.
            assertThat(Duration.between(first, last)).isGreaterThan(Duration.ofMillis(700));
        }
    }

    @Test
    void bounds_lines_and_buckets_outlive_their_process() {
        var clock = new SteerableClock();
        try (var store = SqliteStore.steered(file(), clock)) {
            store.limits().declare(List.of(SLOW));
            store.limits().override(Limit.named("three").concurrent(1));
            store.jobs()
                    .accept(LongStream.range(1, 4)
                            .mapToObj(n -> job(n, SLOW, "api"))
                            .toList());
            grant(store);
            assertThat(Jobs.claim(store, Jobs.join(store, 1), 1, 10)).hasSize(1);
        }
        clock.advance(ofMinutes(9));
        try (var store = SqliteStore.steered(file(), clock)) {
            assertThat(store.limits().list()).hasSize(2);
            assertThat(grant(store)).isZero();
            clock.advance(ofMinutes(1));
            assertThat(grant(store)).isEqualTo(1);
        }
    }

    @Test
    void a_crowd_that_waits_on_full_keys_costs_the_claim_of_others_nothing() {
        var empty = claims("empty.db", 0);
        var crowded = claims("crowded.db", CROWD);

        // 1.2 times by design: neither statement of a claim reads a job that waits (PlanTest). Ten on a machine that
        // others share.
        assertThat(crowded)
                .as("median claim beside %s who wait; alone it took %s", CROWD, empty)
                .isLessThan(empty.multipliedBy(10));
    }

    /** The median time of a grant and a claim of a plain job, beside a crowd that waits. */
    private Duration claims(String name, int crowd) {
        try (var store = SqliteStore.at(directory.resolve(name), Jobs.PATIENT)) {
            store.limits().declare(List.of(THREE));
            for (var from = 1; from < crowd; from += 1_000) {
                store.jobs()
                        .accept(LongStream.range(from, from + 1_000)
                                .mapToObj(n -> job(n, THREE, "shop-" + n % 10))
                                .toList());
            }
            var worker = Jobs.join(store, 1);
            for (var granted = grant(store); granted > 0; granted = grant(store)) {
                Jobs.claim(store, worker, 1, 1_000);
            }
            var times = new long[200];
            for (var round = 0; round < times.length; round++) {
                Jobs.accept(store, CROWD + 1_000L + round);
                var start = System.nanoTime();
                grant(store);
                assertThat(Jobs.claim(store, worker, 2L + round, 10)).hasSize(1);
                times[round] = System.nanoTime() - start;
            }
            Arrays.sort(times);
            return Duration.ofNanos(times[times.length / 2]);
        }
    }

    @Test
    void permits_of_nobody_and_jobs_that_wait_nowhere_are_found_by_the_audit() {
        try (var store = SqliteStore.at(file(), Jobs.PATIENT)) {
            store.limits().declare(List.of(THREE));
            store.jobs()
                    .accept(LongStream.range(1, 9)
                            .mapToObj(n -> job(n, THREE, "shop-9"))
                            .toList());
            assertThat(grant(store)).isEqualTo(3);
            assertThat(store.limits().audit(0, 100).repaired()).isZero();

            // A job that was removed by hand beside its permit, one that was ended so, and one whose place in line was
            // removed.
            hand("delete from windlass_life where number = " + nth(1));
            hand("update windlass_life set state = 5, marks = 0, keep_until = 0 where number = " + nth(2));
            hand("delete from windlass_use where job = " + nth(5));

            assertThat(store.limits().audit(0, 100).repaired()).isEqualTo(3);
            assertThat(store.limits().audit(0, 100).repaired()).isZero();
            assertThat(grant(store)).as("two permits are free again").isEqualTo(2);
            assertThat(store.jobs().find(Jobs.id(5)).orElseThrow().waiting()).contains(WaitReason.KEY);
        }
    }

    /** The number of the n-th job, as SQL. */
    private static String nth(int job) {
        return "(select number from windlass_job order by number limit 1 offset " + (job - 1) + ")";
    }

    /** Behind the store's back: its own connection, but none of its statements. */
    private void hand(String sql) {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                var statement = connection.createStatement()) {
            statement.execute("pragma busy_timeout = 10000");
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError("by hand: " + sql, e);
        }
    }
}
