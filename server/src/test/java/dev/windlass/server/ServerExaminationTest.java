package dev.windlass.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.postgres.PostgresReport;
import dev.windlass.store.postgres.PostgresSchema.State;
import dev.windlass.store.postgres.PostgresSchema.Step;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the doctor makes of the numbers of a server. */
class ServerExaminationTest {
    private static PostgresReport report(Duration oldest, long dead, int connections, String fsync) {
        return new PostgresReport(
                "PostgreSQL at db:5432",
                "18.1",
                Optional.empty(),
                "windlass",
                List.of(new Step(1, State.DONE), new Step(2, State.NEWER)),
                Map.of("fsync", fsync),
                oldest,
                Map.of("ready", dead),
                connections,
                100,
                false);
    }

    private static List<String> lines(PostgresReport report) {
        return new ServerExamination(report)
                .findings().stream().map(Finding::line).toList();
    }

    @Test
    void a_server_in_order_is_well() {
        assertThat(lines(report(Duration.ofMillis(59_900), 200_000, 89, "on")))
                .containsExactly(
                        "well   server    PostgreSQL at db:5432 is of version 18.1",
                        "well   schema    schema windlass has 2 of 2 steps",
                        "well   settings  fsync on",
                        "well   snapshot  the oldest transaction began 59 seconds ago",
                        "well   vacuum    table ready has most dead rows, 200,000",
                        "well   sessions  89 of 100 connections are in use",
                        "well   hints     NOTIFY does not get through, so jobs of other processes are found by looking, twice a"
                                + " second");
    }

    @Test
    void what_keeps_a_server_from_its_work_is_named() {
        assertThat(lines(report(Duration.ofMinutes(10), 200_001, 90, "off")))
                .contains(
                        "UNWELL settings  fsync off; without fsync a power cut loses jobs and may destroy the database",
                        "UNWELL snapshot  a transaction has been open for 10 minutes, and nothing that ended since can be"
                                + " cleaned up; find it in pg_stat_activity and end it",
                        "UNWELL vacuum    table ready has most dead rows, 200,001; is a transaction open for long, or"
                                + " autovacuum held up?",
                        "UNWELL sessions  90 of 100 connections are in use; raise max_connections, or put a pooler before"
                                + " it");
    }

    @Test
    void a_server_without_open_transactions_is_said_to_have_none() {
        assertThat(lines(report(Duration.ofMillis(999), 0, 1, "on")))
                .contains("well   snapshot  no transaction has been open for a second");
    }

    @Test
    void a_server_on_which_no_store_opens_is_found_by_the_sentence_of_its_opening() {
        var report = new PostgresReport(
                "PostgreSQL at db:5432",
                "13.23",
                Optional.of("PostgreSQL at db:5432 is of version 13.23, the oldest that will do is 14"),
                "windlass",
                List.of(new Step(1, State.DONE)),
                Map.of(),
                Duration.ZERO,
                Map.of(),
                1,
                100,
                false);

        assertThat(new ServerExamination(report).isOpen()).isFalse();
        assertThat(lines(report))
                .contains("UNWELL server    PostgreSQL at db:5432 is of version 13.23, the oldest that will do is 14");
    }
}
