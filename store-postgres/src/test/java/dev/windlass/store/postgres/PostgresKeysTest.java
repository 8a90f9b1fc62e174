package dev.windlass.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.store.ClaimPlan;
import dev.windlass.store.Commit;
import dev.windlass.store.CommitAnswer;
import dev.windlass.store.Ended;
import dev.windlass.store.Exchange;
import dev.windlass.store.Lease;
import dev.windlass.store.NewJob;
import dev.windlass.store.NewWorker;
import dev.windlass.store.Store;
import dev.windlass.store.StoreException;
import dev.windlass.store.Then;
import dev.windlass.store.WorkerId;
import dev.windlass.task.Content;
import dev.windlass.task.Due;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import dev.windlass.task.Lane;
import dev.windlass.task.Outcome;
import dev.windlass.task.Terms;
import dev.windlass.task.Unique;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Unique keys that many transactions ask for at once, and those that an open one holds. */
@Timeout(60)
final class PostgresKeysTest {
    private static final int RACERS = 1_000;
    private static final int THREADS = 32;
    private static final Unique KEY = Unique.key("user-42");
    private static final WorkerId WORKER = new WorkerId(7);

    @RegisterExtension
    static final PostgresServer SERVER = new PostgresServer();

    private final Map<WorkerId, Long> claims = new ConcurrentHashMap<>();
    private PostgresFixture fixture;
    private Store store;

    @BeforeEach
    void openFixture() throws IOException {
        fixture = PostgresFixture.steered(SERVER.running());
        store = fixture.store();
    }

    @AfterEach
    void closeFixture() {
        fixture.close();
    }

    @Test
    void of_a_thousand_racing_enqueuers_of_one_key_one_makes_the_job() throws Exception {
        var handles = List.of(store, fixture.another());
        var threads = Executors.newFixedThreadPool(THREADS);
        try {
            var standing = new HashSet<JobId>();
            for (var answer : threads.invokeAll(IntStream.range(0, RACERS)
                    .<Callable<JobId>>mapToObj(number ->
                            () -> accept(handles.get(number % 2), job(number, Terms.NONE.withUnique(KEY))))
                    .toList())) {
                standing.add(answer.get());
            }

            assertThat(standing).hasSize(1);
            assertThat(IntStream.range(0, RACERS).filter(this::exists)).hasSize(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void replacing_enqueuers_that_race_with_a_claim_change_the_job_or_leave_it() throws Exception {
        var threads = Executors.newFixedThreadPool(2);
        try {
            for (var round = 0; round < 50; round++) {
                var first = job(2L * round, Terms.NONE.withUnique(Unique.key("round-" + round)));
                var second = job(
                                2 * round + 1,
                                Terms.NONE.withUnique(
                                        Unique.key("round-" + round).replacing()))
                        .withPayload(Content.json("\"new\""));
                accept(store, first);
                join(round + 1L);
                var worker = new WorkerId(round + 1L);

                var claim = threads.submit(() -> claim(worker));
                var replace = threads.submit(() -> accept(fixture.store(), second));

                assertThat(replace.get()).isEqualTo(first.id());
                var lease = claim.get().isEmpty()
                        ? claim(worker).get(0)
                        : claim.get().get(0);
                assertThat(lease.payload())
                        .isEqualTo(store.jobs().payload(first.id()).orElseThrow());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void key_of_a_transaction_that_stays_open_is_refused_and_free_after_it_was_undone() throws SQLException {
        try (var user = holding("user-42")) {
            assertRefused(
                    List.of(job(1, Terms.NONE.withUnique(KEY))),
                    "unique key \"user-42\" of task mail.welcome is held by a transaction that stayed open for 2 s; nothing was"
                            + " accepted, try again once that has ended");
            assertThat(exists(1)).isFalse();
            user.rollback();
        }

        assertThat(accept(store, job(1, Terms.NONE.withUnique(KEY)))).isEqualTo(id(1));
    }

    @Test
    void refusal_of_a_batch_names_one_of_its_keys_and_accepts_nothing() throws SQLException {
        try (var user = holding("b")) {
            assertRefused(
                    List.of(
                            job(1, Terms.NONE.withUnique(Unique.key("a"))),
                            job(2, Terms.NONE.withUnique(Unique.key("b"))),
                            job(3, Terms.NONE)),
                    "one of 2 unique keys, the first of which is unique key \"a\" of task mail.welcome, is held by a"
                            + " transaction that stayed open for 2 s; nothing was accepted, try again once that has ended");
            user.rollback();
        }

        assertThat(IntStream.rangeClosed(1, 3).filter(this::exists)).isEmpty();
        assertThat(accept(store, job(4, Terms.NONE.withUnique(Unique.key("a")))))
                .isEqualTo(id(4));
    }

    @Test
    void job_that_goes_back_unstarted_goes_without_its_key_where_an_open_transaction_has_it() throws SQLException {
        accept(store, job(1, Terms.NONE.withUnique(KEY.untilStarted())));
        join(WORKER.value());
        var lease = claim(WORKER).get(0);
        var release = Commit.end(lease.key(), new Then.Release(Ended.of(Outcome.RELEASED)));

        try (var user = holding("user-42")) {
            var answer = store.leases().exchange(new Exchange.Ask(WORKER, 2, List.of(release), ClaimPlan.NOTHING));

            assertThat(answer.answers()).containsExactly(CommitAnswer.FINISHED);
            user.rollback();
        }
        assertThat(store.jobs().find(id(1)).orElseThrow().state()).isEqualTo(JobState.READY);
        assertThat(accept(store, job(2, Terms.NONE.withUnique(KEY.untilStarted()))))
                .isEqualTo(id(2));
    }

    @Test
    void patience_of_the_session_is_as_before_once_a_key_was_taken() {
        try (var database =
                new Database(SERVER.running().url(), PostgresOptions.DEFAULTS.withSchema(fixture.schema()))) {
            var patience = database.transact(transaction -> {
                Acceptance.accept(transaction, List.of(job(1, Terms.NONE.withUnique(KEY))));
                try (var call = transaction.call("select current_setting('lock_timeout') as patience")) {
                    return call.get(row -> row.text("patience"));
                }
            });

            assertThat(patience).isEqualTo("5s");
        }
    }

    @Test
    void nothing_of_a_job_is_left_once_it_was_pruned() throws SQLException {
        var terms = Terms.NONE.withUnique(KEY).withTag("import").withExpires(Due.in(Duration.ofDays(1)));
        accept(store, job(1, terms));
        accept(store, job(2, Terms.NONE.withUnique(Unique.key("b").lasting(Duration.ofHours(1)))));
        store.jobs().cancel(id(1), Duration.ofDays(1));
        store.jobs().cancel(id(2), Duration.ofDays(1));
        fixture.advance(Duration.ofDays(2));

        store.upkeep().prune(100);

        for (var table : List.of("job", "terms", "tag", "expiry", "unique_key")) {
            assertThat(rows(table)).as("rows of %s", table).isZero();
        }
    }

    private void assertRefused(List<NewJob> jobs, String sentence) {
        assertThatThrownBy(() -> store.jobs().accept(jobs))
                .isInstanceOfSatisfying(
                        StoreException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.BUSY_KEY))
                .hasMessage(sentence);
    }

    /** A transaction of somebody else's that has taken the key and is open. */
    private Connection holding(String key) throws SQLException {
        var connection = SERVER.running().connect();
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute("insert into %s.unique_key (job, task, key) values ('%s', 'mail.welcome', '%s')"
                    .formatted(fixture.schema(), UUID.randomUUID(), key));
        }
        return connection;
    }

    private long rows(String table) throws SQLException {
        try (var connection = SERVER.running().connect();
                var statement = connection.createStatement();
                var result = statement.executeQuery("select count(*) from " + fixture.schema() + "." + table)) {
            result.next();
            return result.getLong(1);
        }
    }

    private static JobId accept(Store handle, NewJob job) {
        return handle.jobs().accept(List.of(job)).standing(job.id());
    }

    private void join(long worker) {
        store.workers().join(new NewWorker(new WorkerId(worker), "w", "h", 1, Duration.ofDays(1), Map.of()));
    }

    private List<Lease> claim(WorkerId worker) {
        var number = claims.merge(worker, 1L, Long::sum);
        var plan = ClaimPlan.of("mail", Lane.NORMAL, ClaimPlan.Kind.SOUND, 1);
        return store.leases()
                .exchange(new Exchange.Ask(worker, number, List.of(), plan))
                .claimed();
    }

    private boolean exists(int number) {
        return store.jobs().find(id(number)).isPresent();
    }

    private static JobId id(long number) {
        return new JobId(new UUID(number, 0));
    }

    private static NewJob job(long number, Terms terms) {
        return new NewJob(
                id(number), "mail.welcome", "mail", Lane.NORMAL, Due.NOW, Content.NONE, Optional.empty(), terms);
    }
}
