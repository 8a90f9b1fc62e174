package dev.windlass.store.sqlite.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.windlass.Windlass;
import dev.windlass.store.JobQuery;
import dev.windlass.store.contract.ordeal.ChildJvm;
import dev.windlass.store.sqlite.SqliteStore;
import dev.windlass.task.JobState;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed while their tasks commit rows of their own. */
@Tag("process")
@Timeout(240)
final class CompletingKillTest {
    private static final int JOBS = 6_000;
    private static final int KILLS = 3;

    @TempDir
    Path directory;

    @Test
    void each_job_has_its_row_if_and_only_if_it_has_succeeded() throws Exception {
        var file = directory.resolve("windlass.db");
        prepare(file);
        for (var round = 0; round < KILLS; round++) {
            bill(file, round);
            assertInvoicesMatch(file);
        }
        var output = directory.resolve("last");
        try (var child = ChildJvm.start(output, Biller.class, List.of(file.toString()))) {
            assertThat(child.awaitExit(Duration.ofMinutes(2))).isZero();
        }
        assertThat(assertInvoicesMatch(file)).isEqualTo(JOBS);
    }

    private static void prepare(Path file) throws SQLException {
        var store = SqliteStore.at(file, Biller.PATIENT);
        store.transaction(session -> {
            try (var statement = session.as(Connection.class).createStatement()) {
                statement.executeUpdate("create table charge (job integer)");
                return statement.executeUpdate("create table invoice (job integer)");
            }
        });
        try (var windlass = Windlass.on(store).withoutWorkers().start()) {
            windlass.enqueueAll(Biller.BILL, IntStream.range(0, JOBS).boxed());
        }
    }

    /** Lets a process begin and kills it in the midst. */
    private void bill(Path file, int round) throws Exception {
        var output = directory.resolve("round" + round);
        try (var child = ChildJvm.start(output, Biller.class, List.of(file.toString()))) {
            await().atMost(Duration.ofMinutes(1)).until(() -> child.hasPrinted("billing"));
            await().pollDelay(Duration.ofMillis(100 + 70L * round)).until(() -> true);
            child.kill();
        }
    }

    /** Answers how many have succeeded. */
    private static long assertInvoicesMatch(Path file) throws SQLException {
        var store = SqliteStore.at(file, Biller.PATIENT);
        try (var windlass = Windlass.on(store).withoutWorkers().start()) {
            var succeeded = 0L;
            for (var page = JobQuery.ALL.withLimit(1_000); ; ) {
                var jobs = windlass.list(page);
                succeeded += jobs.jobs().stream()
                        .filter(job -> job.state() == JobState.SUCCEEDED)
                        .count();
                if (jobs.next().isEmpty()) {
                    break;
                }
                page = page.withAfter(jobs.next().get());
            }
            assertThat(count(store, "select count(*) from invoice")).isEqualTo(succeeded);
            assertThat(count(store, "select count(*) - count(distinct job) from invoice"))
                    .isZero();
            assertThat(count(store, "select count(*) - count(distinct job) from charge"))
                    .isZero();
            assertThat(count(store, "select count(*) from charge"))
                    .isEqualTo(count(store, "select count(*) from windlass_checkpoint"));
            return succeeded;
        }
    }

    private static long count(SqliteStore store, String sql) throws SQLException {
        return store.transaction(session -> {
            try (var statement = session.as(Connection.class).createStatement();
                    var row = statement.executeQuery(sql)) {
                return row.getLong(1);
            }
        });
    }
}
