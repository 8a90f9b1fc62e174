package dev.windlass.store.postgres;

import static dev.windlass.store.postgres.PastRig.DAY;
import static dev.windlass.store.postgres.PastRig.WEEK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.ReviveAnswer;
import dev.windlass.task.JobState;
import dev.windlass.task.Retention;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where ended jobs lie: in partitions by the time at which they go, or where there are none. */
final class PastPartitionsTest {
    /** Generous: a loaded machine is slow. */
    private static final int SECONDS = 60;

    @RegisterExtension
    static final PostgresServer SERVER = new PostgresServer();

    private PastRig rig;

    @BeforeEach
    void openRig() {
        rig = new PastRig(SERVER.running());
    }

    @AfterEach
    void closeRig() {
        rig.close();
    }

    @Nested
    class Making {
        @Test
        void partitions_are_made_a_week_ahead() {
            rig.prune();

            assertThat(rig.partitions("past_1_202601%"))
                    .hasSize(8)
                    .startsWith("past_1_20260102")
                    .endsWith("past_1_20260109");
            assertThat(rig.partitions("past_7_202601%"))
                    .hasSize(8)
                    .startsWith("past_7_20260108")
                    .endsWith("past_7_20260115");
            assertThat(rig.partitions("past_90_2026%")).contains("past_90_20260326", "past_90_20260402");

            rig.fixture().advance(DAY);
            rig.prune();

            assertThat(rig.partitions("past_1_202601%")).hasSize(9).endsWith("past_1_20260110");
            assertThat(rig.partitions("past_7_202601%")).hasSize(9).endsWith("past_7_20260116");
        }

        @Test
        void they_are_there_when_a_store_has_been_opened() {
            assertThat(rig.partitions("past\\_1\\_%")).hasSize(8);
            assertThat(rig.partitions("past\\_7\\_%")).hasSize(8);
            assertThat(rig.partitions("past\\_90\\_%")).hasSizeBetween(2, 3);
        }

        @Test
        void two_processes_that_make_them_at_once_make_them_once() throws Exception {
            var other = rig.fixture().another();

            var one = CompletableFuture.runAsync(() -> rig.store().upkeep().prune(1));
            var two = CompletableFuture.runAsync(() -> other.upkeep().prune(1));
            CompletableFuture.allOf(one, two).get(SECONDS, TimeUnit.SECONDS);

            assertThat(rig.partitions("past_1_202601%")).hasSize(8);
            assertThat(rig.partitions("past_7_202601%")).hasSize(8);
        }

        @Test
        void tables_with_a_prefix_have_partitions_with_it() {
            var options = PostgresOptions.DEFAULTS
                    .withSchema(rig.fixture().schema())
                    .withPrefix("our_")
                    .withHints(PostgresOptions.Hinting.POLL);

            PostgresStore.at(SERVER.running().url(), options).close();

            assertThat(rig.partitions("our\\_past\\_7\\_%")).hasSize(8);
        }

        @Test
        void one_in_whose_range_the_default_has_rows_is_left_to_it() {
            var id = rig.ended(WEEK);

            rig.prune();

            assertThat(rig.partitions("past_7_202601%")).hasSize(7).startsWith("past_7_20260109");
            assertThat(rig.tableOf(id)).isEqualTo("past_rest");
            rig.fixture().advance(WEEK);
            rig.prune();
            assertThat(rig.exists(id)).isFalse();
        }
    }

    @Nested
    class Lying {
        @ParameterizedTest
        @EnumSource(Retention.class)
        void job_that_is_kept_for_a_retention_lies_in_its_partition(Retention retention) {
            rig.prune();
            var made = Partition.ahead(rig.store().now());

            var id = rig.ended(retention.length());

            assertThat(rig.tableOf(id))
                    .isEqualTo(made.stream()
                            .filter(partition -> partition.retention() == retention)
                            .findFirst()
                            .orElseThrow()
                            .table());
        }

        @Test
        void job_that_is_kept_for_any_other_time_lies_in_a_plain_table() {
            rig.prune();

            assertThat(rig.tableOf(rig.ended(Duration.ofDays(30)))).isEqualTo("past_other");
            assertThat(rig.tableOf(rig.ended(Duration.ofDays(100_000)))).isEqualTo("past_other");
        }

        @Test
        void job_that_ends_beyond_what_was_made_lies_in_the_default_and_is_removed_in_time() {
            rig.prune();
            rig.fixture().advance(WEEK.plus(WEEK));

            var id = rig.ended(WEEK);

            assertThat(rig.tableOf(id)).isEqualTo("past_rest");
            assertThat(rig.store().jobs().find(id).orElseThrow().state()).isEqualTo(JobState.SUCCEEDED);
            rig.fixture().advance(WEEK);
            rig.prune();
            assertThat(rig.exists(id)).isFalse();
        }

        @Test
        void dead_job_lies_apart_and_can_be_revived() {
            rig.prune();

            var id = rig.died(Retention.LONG.length());

            assertThat(rig.read("select job from windlass.past")).isEmpty();
            assertThat(rig.store().jobs().revive(id)).isEqualTo(ReviveAnswer.REVIVED);
            assertThat(rig.read("select job from windlass.dead")).isEmpty();
            assertThat(rig.store().jobs().attempts(id)).hasSize(1);
        }
    }

    @Nested
    class Rights {
        private static final String ROLE = "windlass_plain";

        /** Who may read and write rows, and nothing else. */
        private PostgresStore openWithoutRights() {
            rig.fixture().execute("""
                    drop role if exists ROLE;
                    create role ROLE login;
                    grant usage on schema SCHEMA to ROLE;
                    grant select, insert, update, delete on all tables in schema SCHEMA to ROLE;
                    grant usage, select on all sequences in schema SCHEMA to ROLE
                    """.replace("ROLE", ROLE)
                    .replace("SCHEMA", rig.fixture().schema()));
            var options = PostgresOptions.DEFAULTS
                    .withSchema(rig.fixture().schema())
                    .withSchemaChange(PostgresOptions.SchemaChange.REQUIRE)
                    .withHints(PostgresOptions.Hinting.POLL);
            return PostgresStore.at(SERVER.running().postgres().getJdbcUrl(ROLE, "postgres"), options);
        }

        @AfterEach
        void dropRole() {
            rig.fixture().execute("drop owned by ROLE; drop role ROLE".replace("ROLE", ROLE));
        }

        @Test
        void without_rights_to_make_tables_jobs_are_removed_in_batches() {
            try (var plain = openWithoutRights()) {
                rig.use(plain);
                rig.prune();
                var ids = List.of(rig.ended(DAY), rig.ended(DAY), rig.ended(WEEK), rig.died(DAY));
                assertThat(rig.partitions("past_1_202601%")).isEmpty();
                assertThat(rig.tableOf(ids.get(0))).isEqualTo("past_rest");

                rig.fixture().advance(DAY);
                assertThat(rig.store().upkeep().prune(2).count()).isEqualTo(2);
                rig.prune();

                assertThat(ids).filteredOn(rig::exists).containsExactly(ids.get(2));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Retention.class)
    void rows_are_sent_to_the_partitions_of_their_retention(Retention retention) {
        assertThat(rig.read("select windlass.windlass_kept(%d)".formatted(Call.micros(retention.length()))))
                .containsExactly(Integer.toString(Partition.kept(retention)));
        assertThat(rig.read("select windlass.windlass_kept(%d)".formatted(Call.micros(retention.length()) + 1)))
                .containsExactly("0");
    }
}
