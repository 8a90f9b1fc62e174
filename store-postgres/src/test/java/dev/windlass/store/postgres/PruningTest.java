package dev.windlass.store.postgres;

import static dev.windlass.store.postgres.PastRig.DAY;
import static dev.windlass.store.postgres.PastRig.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.ClaimPlan;
import dev.windlass.store.Commit;
import dev.windlass.store.Ended;
import dev.windlass.store.Then;
import dev.windlass.task.Content;
import dev.windlass.task.Outcome;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How ended jobs go, and the partitions from which they are gone. */
final class PruningTest {
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
    class Going {
        @Test
        void partition_from_which_all_is_gone_is_dropped() {
            rig.prune();
            var ids = List.of(rig.ended(DAY), rig.ended(DAY), rig.ended(DAY));
            assertThat(rig.tableOf(ids.get(0))).isEqualTo("past_1_20260102");

            rig.fixture().advance(DAY);
            rig.prune();
            assertThat(ids).noneMatch(rig::exists);
            assertThat(rig.partitions("past_1_20260102"))
                    .as("before its time is over")
                    .hasSize(1);
            assertThat(rig.read("select page from windlass.pruned where name = 'past_1_20260102'"))
                    .containsExactly("0");

            rig.fixture().advance(DAY);
            rig.prune();
            assertThat(rig.partitions("past_1_20260102")).isEmpty();
            assertThat(rig.read("select name from windlass.pruned")).doesNotContain("past_1_20260102");
        }

        @Test
        void everything_of_its_jobs_goes_with_it() {
            rig.prune();
            var id = rig.accept();
            rig.exchange(
                    List.of(Commit.end(rig.claim().key(), new Then.Later(Ended.of(Outcome.FAILED), Duration.ZERO))),
                    ClaimPlan.NOTHING);
            rig.store().upkeep().promote(1);
            rig.exchange(
                    List.of(Commit.end(
                            rig.claim().key(), new Then.Succeed(Ended.of(Outcome.SUCCEEDED), Content.NONE, DAY))),
                    ClaimPlan.NOTHING);
            assertThat(rig.store().jobs().attempts(id)).hasSize(2);

            rig.fixture().advance(DAY);
            rig.prune();

            for (var table : List.of("job", "past", "attempt", "terms", "tag", "checkpoint", "log", "progress")) {
                assertThat(rig.read("select count(*) from windlass." + table))
                        .as(table)
                        .containsExactly("0");
            }
        }

        @Test
        void partition_stays_until_the_last_row_is_gone() {
            rig.prune();
            var ids = List.of(rig.ended(DAY), rig.ended(DAY), rig.ended(DAY));
            rig.fixture().advance(DAY.plus(DAY));

            rig.store().upkeep().prune(2);
            rig.fixture().advance(MINUTE);
            assertThat(rig.partitions("past_1_20260102")).hasSize(1);
            assertThat(ids).filteredOn(rig::exists).hasSize(1);

            rig.prune();
            assertThat(rig.partitions("past_1_20260102")).isEmpty();
        }

        @Test
        void rows_that_came_together_go_each_in_its_time_in_whatever_order_they_lie() {
            rig.prune();
            rig.fixture().execute("""
                    insert into %1$s.job (id, number, accepted, payload_crc, payload_version, lane, task, queue, payload_type, payload)
                    select ('00000000-0000-0000-0001-' || lpad(n::text, 12, '0'))::uuid, n, at, 0, 1, 2, 'mail.welcome', 'mail', '', ''
                    from generate_series(1, 1000) as n, %1$s.steered;
                    insert into %1$s.past (job, fence, since, keep_until, failures, losses, releases, state, kept)
                    select id, 1, at, at + interval '1 day' + (number / 10 * 10 + 10 - number %% 10) * interval '1 minute', 0, 0, 0, 4, 1
                    from %1$s.job, %1$s.steered
                    order by number
                    """.formatted(rig.fixture().schema()));

            for (var minute = 401; minute <= 410; minute++) {
                rig.fixture().advance(minute == 401 ? DAY.plus(MINUTE.multipliedBy(minute)) : MINUTE);
                rig.prune();
                assertThat(rig.read("select count(*) from windlass.past, windlass.steered where keep_until <= at"))
                        .containsExactly("0");
            }
            assertThat(rig.read("select count(*) from windlass.job")).containsExactly("591");
            assertThat(rig.read("select page > 0 from windlass.pruned where name = 'past_1_20260102'"))
                    .as("begins where something is left")
                    .containsExactly("t");

            rig.fixture().advance(MINUTE.multipliedBy(600));
            rig.prune();
            assertThat(rig.read("select count(*) from windlass.job")).containsExactly("0");
        }

        @Test
        @Timeout(SECONDS)
        void long_reader_holds_up_no_claim_and_no_finish_while_a_drop_is_tried() throws Exception {
            rig.prune();
            rig.ended(DAY);
            rig.fixture().advance(DAY.plus(DAY));
            try (var reader = SERVER.running().connect()) {
                reader.setAutoCommit(false);
                rig.read(reader, "select count(*) from windlass.past");

                var dropping = CompletableFuture.runAsync(() -> {
                    for (var turn = 0; turn < 20; turn++) {
                        rig.fixture().advance(MINUTE);
                        rig.prune();
                    }
                });
                for (var job = 0; job < 20; job++) {
                    rig.ended(DAY);
                }
                dropping.get(SECONDS, TimeUnit.SECONDS);

                assertThat(rig.partitions("past_1_20260102")).hasSize(1);
                reader.rollback();
            }
            rig.fixture().advance(MINUTE);
            rig.prune();
            assertThat(rig.partitions("past_1_20260102")).isEmpty();
        }
    }

    @Nested
    class Plans {
        private static final String PINS =
                "set enable_seqscan = off; set enable_bitmapscan = off; set enable_hashjoin = off; set enable_mergejoin = off;"
                        + " set plan_cache_mode = force_generic_plan; ";

        private List<String> explain(String sql) throws SQLException {
            try (var connection = SERVER.running().connect()) {
                try (var statement = connection.createStatement()) {
                    statement.execute(PINS);
                }
                return rig.read(connection, "explain (costs off) " + sql);
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "select state from windlass.standing where job = ID",
                    "select * from windlass.history where job = ID and ordinal = 0 order by fence desc limit 100",
                    "select * from windlass.job b join windlass.standing s on s.job = b.id where b.id = any (array[ID])",
                    "select p.keep_until from windlass.job b left join windlass.past p on p.job = b.id where b.id = any (array[ID])",
                    "delete from windlass.past where job = ID",
                    "select distinct on (job) job from windlass.past where job > ID order by job limit 10"
                })
        void look_for_a_job_goes_by_index_in_every_partition(String sql) throws SQLException {
            rig.prune();

            var plan = explain(sql.replace("ID", "'00000000-0000-0000-0000-000000000001'::uuid"));

            assertThat(plan).noneMatch(line -> line.contains("Seq Scan")).noneMatch(line -> line.contains("Disabled"));
            assertThat(plan)
                    .filteredOn(line -> line.contains("past_") && line.contains("Index"))
                    .hasSizeGreaterThan(18);
            assertThat(plan).filteredOn(line -> line.contains("Index Cond")).hasSizeGreaterThan(18);
        }

        @Test
        void prune_goes_along_a_partition_from_a_page_on() throws SQLException {
            rig.prune();

            var plan = explain(
                    "select ctid from windlass.past_1_20260102 where ctid >= ('(' || 7::bigint || ',0)')::tid limit 10");

            assertThat(plan).anyMatch(line -> line.contains("Tid Range Scan"));
        }
    }
}
