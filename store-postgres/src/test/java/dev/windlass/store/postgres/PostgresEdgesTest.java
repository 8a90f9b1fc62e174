package dev.windlass.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.store.ClaimPlan;
import dev.windlass.store.Commit;
import dev.windlass.store.Ended;
import dev.windlass.store.Exchange;
import dev.windlass.store.Fence;
import dev.windlass.store.Lease;
import dev.windlass.store.LeaseKey;
import dev.windlass.store.NewJob;
import dev.windlass.store.NewWorker;
import dev.windlass.store.Store;
import dev.windlass.store.StoreException;
import dev.windlass.store.Then;
import dev.windlass.store.WorkerId;
import dev.windlass.store.contract.SteerableClock;
import dev.windlass.task.Content;
import dev.windlass.task.Due;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import dev.windlass.task.Lane;
import dev.windlass.task.Outcome;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where values of the port meet the edges of PostgreSQL's types, and its complaints the codes of the port. */
final class PostgresEdgesTest {
    @RegisterExtension
    static final PostgresServer SERVER = new PostgresServer();

    private static final WorkerId WORKER = new WorkerId(Long.MIN_VALUE);
    private static final JobId ID = new JobId(new UUID(1, 1));

    private PostgresFixture fixture;
    private Store store;
    private long claims;

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
    void error_with_a_zero_character_does_not_make_its_job_unfinishable() {
        accept(Due.NOW);
        var ended = new Ended(Outcome.FAILED, Optional.empty(), Optional.of("cannot parse \0\1\2"));

        finish(claim().key(), new Then.Later(ended, Duration.ZERO));

        assertThat(store.jobs().find(ID).orElseThrow().error()).contains("cannot parse \uFFFD\1\2");
    }

    @Test
    void instant_before_all_that_the_database_knows_is_past() {
        accept(Due.at(Instant.MIN));

        assertThat(store.jobs().find(ID).orElseThrow().state()).isEqualTo(JobState.READY);
    }

    @Test
    void instant_between_two_microseconds_is_never_early() {
        accept(Due.at(SteerableClock.BEGINNING.plusNanos(1_001)));

        assertThat(store.jobs().find(ID).orElseThrow().due()).contains(SteerableClock.BEGINNING.plusNanos(2_000));
    }

    @Test
    void longest_delay_is_kept_to_the_microsecond() {
        var longest = Due.After.LONGEST.minusNanos(999_999_000);
        accept(Due.in(longest));

        assertThat(store.jobs().find(ID).orElseThrow().due()).contains(SteerableClock.BEGINNING.plus(longest));
    }

    @Test
    void job_that_is_to_be_kept_for_ever_is_kept_as_long_as_the_database_can() {
        accept(Due.NOW);

        finish(
                claim().key(),
                new Then.Succeed(Ended.of(Outcome.SUCCEEDED), Content.NONE, Duration.ofSeconds(Long.MAX_VALUE)));

        assertThat(store.jobs().find(ID).orElseThrow().state()).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void statement_that_the_server_refuses_is_no_outage() {
        fixture.execute("drop table %s.log".formatted(fixture.schema()));

        assertThatThrownBy(() -> store.jobs().log(ID))
                .isInstanceOfSatisfying(
                        StoreException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.CALL_FAILED));
    }

    @Test
    void backend_that_was_terminated_is_an_outage_and_the_next_call_goes_through() {
        try (var database =
                new Database(SERVER.running().url(), PostgresOptions.DEFAULTS.withSchema(fixture.schema()))) {
            assertThatThrownBy(() -> ask(database, "select pg_terminate_backend(pg_backend_pid()) as answer"))
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.STORE_DOWN));

            assertThat(ask(database, "select true as answer")).isTrue();
        }
    }

    @Test
    void what_the_url_says_of_the_driver_holds() {
        var url = SERVER.running().url() + "&ApplicationName=of the url&prepareThreshold=0";
        try (var database = new Database(url, PostgresOptions.DEFAULTS.withSchema(fixture.schema()))) {
            assertThat(ask(database, "select current_setting('application_name') = 'of the url' as answer"))
                    .isTrue();
            assertThat(ask(database, "select not exists (select 1 from pg_prepared_statements) as answer"))
                    .isTrue();
        }
    }

    private static boolean ask(Database database, String sql) {
        return database.transact(transaction -> {
            try (var call = transaction.call(sql)) {
                return call.get(row -> row.truth("answer"));
            }
        });
    }

    @ParameterizedTest
    @CsvSource({
        "08006, STORE_DOWN",
        "57P01, STORE_DOWN",
        "40001, STORE_DOWN",
        "40P01, STORE_DOWN",
        "53300, STORE_DOWN",
        "25006, STORE_DOWN",
        "53100, STORE_FULL",
        "23505, CALL_FAILED",
        "58030, CALL_FAILED"
    })
    void complaint_has_a_code_that_tells_whether_to_repeat(String state, ErrorCode code) {
        assertThat(Trouble.of(new SQLException("", state)).code()).isEqualTo(code);
    }

    @Test
    void server_that_changes_behind_an_open_store_raises_the_generation_with_its_first_claim() {
        accept(Due.NOW);
        var before = claim().key();
        finish(before, new Then.Again(Ended.of(Outcome.SLICED)));
        fixture.execute("update %s.generation set timeline = '00000000'".formatted(fixture.schema()));

        var first = claim().key();
        finish(first, new Then.Again(Ended.of(Outcome.SLICED)));

        assertThat(Fence.generation(first.fence())).isGreaterThan(Fence.generation(before.fence()));
        assertThat(claim().key().fence()).isEqualTo(first.fence() + 1);
    }

    @Test
    void other_server_raises_the_generation_and_the_same_one_does_not() {
        accept(Due.NOW);
        var claimed = claim().key();
        finish(claimed, new Then.Again(Ended.of(Outcome.SLICED)));

        store = fixture.reopen();
        var same = claim().key();
        finish(same, new Then.Again(Ended.of(Outcome.SLICED)));
        fixture.execute("update %s.generation set timeline = '00000000'".formatted(fixture.schema()));
        store = fixture.reopen();

        assertThat(same.fence()).isEqualTo(claimed.fence() + 1);
        assertThat(Fence.generation(claim().key().fence())).isGreaterThan(Fence.generation(same.fence()));
    }

    private void accept(Due due) {
        store.jobs()
                .accept(List.of(
                        new NewJob(ID, "mail.welcome", "mail", Lane.NORMAL, due, Content.NONE, Optional.empty())));
    }

    private Lease claim() {
        store.workers().join(new NewWorker(WORKER, "w", "h", 1, Duration.ofSeconds(15), Map.of()));
        var plan = ClaimPlan.of("mail", Lane.NORMAL, ClaimPlan.Kind.SOUND, 1);
        return store.leases()
                .exchange(new Exchange.Ask(WORKER, ++claims, List.of(), plan))
                .claimed()
                .get(0);
    }

    private void finish(LeaseKey lease, Then then) {
        store.leases().exchange(new Exchange.Ask(WORKER, claims, List.of(Commit.end(lease, then)), ClaimPlan.NOTHING));
    }
}
