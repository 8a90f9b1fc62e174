package dev.windlass.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.ClaimPlan;
import dev.windlass.store.Commit;
import dev.windlass.store.Ended;
import dev.windlass.store.Exchange;
import dev.windlass.store.JobQuery;
import dev.windlass.store.Keep;
import dev.windlass.store.Lease;
import dev.windlass.store.LeaseKey;
import dev.windlass.store.NewJob;
import dev.windlass.store.NewWorker;
import dev.windlass.store.RescuePlan;
import dev.windlass.store.Store;
import dev.windlass.store.Then;
import dev.windlass.store.WorkerId;
import dev.windlass.store.postgres.server.Pgbouncer;
import dev.windlass.task.Content;
import dev.windlass.task.DeadReason;
import dev.windlass.task.Due;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import dev.windlass.task.Lane;
import dev.windlass.task.Outcome;
import dev.windlass.task.Terms;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The hot statements look at the rows they move and at no others, even by plans that were made, and kept, while the statistics said
 * that all tables are empty: so it is after every quiet night.
 */
final class PostgresPlansTest {
    private static final int BATCH = 100;
    private static final int JOBS = 50 * BATCH;

    /** A claim looks at a base row twice, for its weight and for its payload; the rest is room for locks and rechecks. */
    private static final int LOOKS = 5;

    private static final WorkerId WORKER = new WorkerId(7);
    private static final WorkerId VANISHED = new WorkerId(8);
    private static final String[] HOT = {"job", "ready", "lease", "scheduled", "waiting", "past_rest", "dead", "attempt"
    };
    private static final ClaimPlan PLAN = ClaimPlan.of("mail", Lane.NORMAL, ClaimPlan.Kind.SOUND, BATCH);

    @RegisterExtension
    static final PostgresServer SERVER = new PostgresServer();

    @TempDir
    Path directory;

    @Test
    void life_of_a_job_touches_its_own_rows_only() throws IOException, SQLException {
        try (var fixture = PostgresFixture.steered(SERVER.running())) {
            fixture.forgetStatistics();
            live(fixture);
            // Backends report what they read when they end.
            fixture.store().close();

            assertOwnRowsOnly(fixture, LOOKS);
        }
    }

    @Test
    void life_of_a_job_touches_its_own_rows_only_behind_a_pooler() throws IOException, SQLException {
        try (var pooler = Pgbouncer.before(SERVER.running().port(), directory);
                var fixture = PostgresFixture.steered(SERVER.running(), pooler.url())) {
            fixture.forgetStatistics();
            live(fixture);
            fixture.store().close();

            assertOwnRowsOnly(fixture, LOOKS);
        }
    }

    @Test
    void rescue_beside_leases_of_those_that_live_touches_what_it_moves_only() throws IOException, SQLException {
        try (var fixture = PostgresFixture.steered(SERVER.running())) {
            fixture.forgetStatistics();
            var store = fixture.store();
            store.workers().join(worker(WORKER, Duration.ofDays(10)));
            store.workers().join(worker(VANISHED, Duration.ofDays(1)));
            store.leases().rescue(rescue());
            for (var first = 0; first < JOBS; first += BATCH) {
                store.jobs().accept(jobs(first, Due.NOW));
                exchange(store, first == 0 ? VANISHED : WORKER, first + 1, List.of());
            }
            fixture.advance(Duration.ofDays(2));
            fixture.reopen();
            var rescued = fixture.store().leases().rescue(rescue());
            fixture.store().close();

            assertThat(rescued).hasSize(BATCH);
            assertThat(fixture.rowsRead("lease"))
                    .allSatisfy((table, rows) -> assertThat(rows).isLessThan((long) LOOKS * BATCH));
        }
    }

    private static RescuePlan rescue() {
        return new RescuePlan(WORKER, RescuePlan.Scope.EXPIRED, 2, 3, new Keep(Map.of(), Duration.ofDays(1)), BATCH);
    }

    private static NewWorker worker(WorkerId id, Duration lease) {
        return new NewWorker(id, "w", "h", 1, lease, Map.of());
    }

    private static void assertOwnRowsOnly(PostgresFixture fixture, int looks) throws SQLException {
        assertThat(fixture.rowsRead(HOT))
                .isNotEmpty()
                .allSatisfy((table, rows) ->
                        assertThat(rows).as("rows read of %s", table).isLessThan((long) looks * JOBS));
    }

    @Test
    void list_by_tag_or_state_walks_along_what_has_it() throws IOException, SQLException {
        try (var fixture = PostgresFixture.steered(SERVER.running())) {
            var store = fixture.store();
            store.jobs().list(JobQuery.ALL.withTag("rare"));
            store.jobs().list(JobQuery.ALL.withState(JobState.SCHEDULED));
            for (var first = 0; first < JOBS; first += BATCH) {
                store.jobs().accept(jobs(first, Due.NOW));
            }
            var last = new JobId(new UUID(JOBS, 0));
            store.jobs().accept(List.of(rare(last)));
            store.close();
            var before = fixture.rowsRead("job", "tag", "scheduled");

            var another = fixture.reopen();
            assertThat(another.jobs().list(JobQuery.ALL.withTag("rare")).jobs()).hasSize(1);
            assertThat(another.jobs()
                            .list(JobQuery.ALL.withState(JobState.SCHEDULED))
                            .jobs())
                    .hasSize(1);
            another.close();

            assertThat(fixture.rowsRead("job", "tag", "scheduled"))
                    .allSatisfy((table, rows) -> assertThat(rows - before.getOrDefault(table, 0L))
                            .as("rows read of %s", table)
                            .isLessThan(BATCH));
        }
    }

    private static NewJob rare(JobId id) {
        return new NewJob(
                id,
                "mail.welcome",
                "mail",
                Lane.NORMAL,
                Due.in(Duration.ofDays(1)),
                Content.NONE,
                Optional.empty(),
                Terms.NONE.withTag("rare"));
    }

    private static void live(PostgresFixture fixture) {
        var store = fixture.store();
        store.workers().join(worker(WORKER, Duration.ofDays(1)));
        planWhileEmpty(store);
        for (var first = 0; first < JOBS; first += BATCH) {
            store.jobs().accept(jobs(first, first % (2 * BATCH) == 0 ? Due.NOW : Due.in(Duration.ofSeconds(1))));
        }
        fixture.advance(Duration.ofSeconds(1));
        for (var promoted = 0; promoted < JOBS / 2; promoted += BATCH) {
            store.upkeep().promote(BATCH);
        }
        var held = List.<Lease>of();
        for (var turn = 2; turn <= JOBS / BATCH + 2; turn++) {
            held = exchange(store, WORKER, turn, held);
        }
        assertThat(store.jobs().backlog().running()).isFalse();
        assertThat(store.jobs().backlog().ready()).isFalse();
    }

    private static void planWhileEmpty(Store store) {
        var nobodys = new LeaseKey(new JobId(new UUID(0, 1)), 1);
        var fenced = Commit.end(nobodys, new Then.Again(Ended.of(Outcome.SLICED)));
        store.leases().exchange(new Exchange.Ask(WORKER, 1, List.of(fenced), PLAN));
        store.upkeep().promote(BATCH);
    }

    private static List<Lease> exchange(Store store, WorkerId worker, int turn, List<Lease> held) {
        var commits = held.stream()
                .map(lease ->
                        Commit.end(lease.key(), then(lease.key().job().value().getMostSignificantBits())))
                .toList();
        return store.leases()
                .exchange(new Exchange.Ask(worker, turn, commits, PLAN))
                .claimed();
    }

    /** Ends of all kinds, one beside the other. */
    private static Then then(long number) {
        return switch ((int) (number % 5)) {
            case 0 -> new Then.Later(Ended.of(Outcome.SNOOZED), Duration.ofDays(1));
            case 1 -> new Then.Die(Ended.of(Outcome.FATAL), DeadReason.FATAL, Duration.ofDays(1));
            default -> new Then.Succeed(Ended.of(Outcome.SUCCEEDED), Content.NONE, Duration.ofDays(1));
        };
    }

    private static List<NewJob> jobs(int first, Due due) {
        return IntStream.range(first, first + BATCH)
                .mapToObj(number -> new NewJob(
                        new JobId(new UUID(number, 0)),
                        "mail.welcome",
                        "mail",
                        Lane.NORMAL,
                        due,
                        Content.NONE,
                        Optional.empty()))
                .toList();
    }
}
