package dev.windlass.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.CancelAnswer;
import dev.windlass.store.ClaimPlan;
import dev.windlass.store.Commit;
import dev.windlass.store.Ended;
import dev.windlass.store.Exchange;
import dev.windlass.store.GrantPlan;
import dev.windlass.store.KeyView;
import dev.windlass.store.Lease;
import dev.windlass.store.NewJob;
import dev.windlass.store.NewWorker;
import dev.windlass.store.Store;
import dev.windlass.store.Then;
import dev.windlass.store.WorkerId;
import dev.windlass.task.Content;
import dev.windlass.task.Due;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import dev.windlass.task.Lane;
import dev.windlass.task.Limit;
import dev.windlass.task.LimitKey;
import dev.windlass.task.Outcome;
import dev.windlass.task.Terms;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Limits where several processes meet, and where many jobs wait. */
@Timeout(120)
final class PostgresLimitsTest {
    private static final Limit PAIR = Limit.named("pair").concurrent(2);
    private static final Limit ALONE = Limit.named("alone").mutex();
    private static final Limit SLOW = Limit.named("slow").rate(3, Duration.ofHours(1));
    private static final String QUEUE = "mail";
    private static final int MANY = 1_000;
    private static final int RACES = 20;
    private static final int WAITING = 20_000;
    private static final int TURNS = 50;

    /** Rows of each table that one turn of end, grant and claim looks at: its own, those that stand ahead, and a few dead entries. */
    private static final int ROWS_OF_TURN = 100;

    private static final WorkerId WORKER = new WorkerId(7);

    @RegisterExtension
    static final PostgresServer SERVER = new PostgresServer();

    private PostgresFixture fixture;
    private Store store;
    private int jobs;
    private int claims;

    @BeforeEach
    void openFixture() {
        fixture = PostgresFixture.steered(SERVER.running());
        store = fixture.store();
        store.limits().declare(List.of(PAIR, ALONE, SLOW));
        store.workers().join(new NewWorker(WORKER, "w", "h", 1, Duration.ofDays(1), Map.of()));
    }

    @AfterEach
    void closeFixture() {
        fixture.close();
    }

    @Test
    void two_stores_that_grant_at_the_same_time_never_exceed_a_bound() throws Exception {
        var other = fixture.another();
        for (var race = 0; race < RACES; race++) {
            var shop = "shop-" + race;
            store.jobs()
                    .accept(IntStream.range(0, 6)
                            .mapToObj(n -> job(shop, PAIR, SLOW))
                            .toList());
            store.jobs()
                    .accept(IntStream.range(0, 6)
                            .mapToObj(n -> job(shop, ALONE))
                            .toList());

            both(() -> grant(store), () -> grant(other));
            both(() -> grant(other), () -> grant(store));

            assertThat(held("pair", shop)).as("permits of a pair").isEqualTo(2);
            assertThat(held("alone", shop)).as("permits of a mutex").isEqualTo(1);
            assertThat(held("slow", shop)).as("tokens that are set aside").isEqualTo(2);
        }
    }

    @Test
    void cancel_that_meets_a_grant_leaves_no_permit_and_lets_the_next_pass() throws Exception {
        for (var race = 0; race < RACES; race++) {
            var shop = "shop-" + race;
            var first = job(shop, ALONE);
            var next = job(shop, ALONE);
            store.jobs().accept(List.of(first, next));

            both(() -> grant(store), () -> fixture.store().jobs().cancel(first.id(), Duration.ofDays(1)));
            grant(store);
            grant(store);

            assertThat(state(first)).isEqualTo(JobState.CANCELLED);
            assertThat(state(next)).isEqualTo(JobState.READY);
            assertThat(held("alone", shop)).isEqualTo(1);
        }
    }

    @Test
    void permit_that_comes_back_while_an_accept_is_under_way_is_not_overlooked() throws Exception {
        var holder = job("shop-9", ALONE);
        store.jobs().accept(List.of(holder));
        grant(store);
        var late = job("shop-9", ALONE);
        try (var connection = SERVER.running().connect()) {
            connection.setAutoCommit(false);
            store.accept(JdbcSession.of(connection), List.of(late));
            assertThat(store.jobs().cancel(holder.id(), Duration.ofDays(1))).isEqualTo(CancelAnswer.CANCELLED);
            grant(store);
            connection.commit();
        }

        grant(store);

        assertThat(state(late)).isEqualTo(JobState.READY);
    }

    @Test
    void key_is_not_forgotten_while_somebody_is_given_a_place_there() throws Exception {
        var only = job("shop-9", ALONE);
        store.jobs().accept(List.of(only));
        var late = job("shop-9", ALONE);
        try (var connection = SERVER.running().connect()) {
            connection.setAutoCommit(false);
            store.accept(JdbcSession.of(connection), List.of(late));
            store.jobs().cancel(only.id(), Duration.ofDays(1));
            grant(store);
            connection.commit();
        }

        assertThat(store.limits().keys("alone", "", 10))
                .containsExactly(new KeyView(new LimitKey("alone", "shop-9"), 0, 1));
    }

    @Test
    void lines_that_wait_for_full_keys_cost_a_turn_nothing_however_long_they_are() throws SQLException {
        for (var accepted = 0; accepted < WAITING; accepted += MANY) {
            store.jobs()
                    .accept(IntStream.range(0, MANY)
                            .mapToObj(number -> job("shop-" + number % 20, ALONE))
                            .toList());
        }
        grant(store);
        var held = turn(fixture.store(), List.of());
        // Backends report what they read when they end.
        fixture.reopen();
        fixture.execute("vacuum analyze");
        var before = rowsRead();
        for (var turn = 0; turn < TURNS; turn++) {
            held = turn(fixture.store(), held.subList(0, 1));
            assertThat(held).as("the next of the key").hasSize(1);
        }
        fixture.reopen();

        var after = rowsRead();
        assertThat(after)
                .allSatisfy((table, rows) -> assertThat(rows - before.getOrDefault(table, 0L))
                        .as("rows read of %s", table)
                        .isLessThan((long) ROWS_OF_TURN * TURNS));
    }

    private Map<String, Long> rowsRead() throws SQLException {
        return fixture.rowsRead("use", "waiting", "ready", "limit_key", "look", "turn", "lease", "terms");
    }

    /** Ends these, grants, and claims one. */
    private List<Lease> turn(Store by, List<Lease> over) {
        var commits = over.stream()
                .map(lease -> Commit.end(
                        lease.key(), new Then.Succeed(Ended.of(Outcome.SUCCEEDED), Content.NONE, Duration.ofDays(1))))
                .toList();
        by.leases().exchange(new Exchange.Ask(WORKER, ++claims, commits, new ClaimPlan(List.of(), 0, 0)));
        grant(by);
        var plan = ClaimPlan.of(QUEUE, Lane.NORMAL, ClaimPlan.Kind.SOUND, 1);
        return by.leases()
                .exchange(new Exchange.Ask(WORKER, ++claims, List.of(), plan))
                .claimed();
    }

    private static int grant(Store by) {
        return by.limits().grant(new GrantPlan(Map.of(QUEUE, MANY), MANY)).count();
    }

    private NewJob job(String shop, Limit... limits) {
        var terms = Terms.NONE;
        for (var limit : limits) {
            terms = terms.withLimit(new LimitKey(limit.name(), shop));
        }
        return new NewJob(
                        new JobId(new UUID(++jobs, 0)),
                        "mail.welcome",
                        QUEUE,
                        Lane.NORMAL,
                        Due.NOW,
                        Content.NONE,
                        Optional.empty())
                .withTerms(terms);
    }

    private JobState state(NewJob job) {
        return store.jobs().find(job.id()).orElseThrow().state();
    }

    private int held(String limit, String shop) {
        return store.limits().keys(limit, "", MANY).stream()
                .filter(view -> view.key().key().equals(shop))
                .mapToInt(KeyView::held)
                .sum();
    }

    private static void both(Callable<?> one, Callable<?> other) throws Exception {
        var line = new CyclicBarrier(2);
        var threads = Executors.newFixedThreadPool(2);
        try {
            var first = threads.submit(() -> start(line, one));
            var second = threads.submit(() -> start(line, other));
            first.get(1, TimeUnit.MINUTES);
            second.get(1, TimeUnit.MINUTES);
        } finally {
            threads.shutdownNow();
        }
    }

    private static Object start(CyclicBarrier line, Callable<?> call) throws Exception {
        line.await(1, TimeUnit.MINUTES);
        return call.call();
    }
}
