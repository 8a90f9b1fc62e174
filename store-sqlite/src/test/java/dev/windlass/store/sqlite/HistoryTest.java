package dev.windlass.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.ClaimPlan;
import dev.windlass.store.Commit;
import dev.windlass.store.Ended;
import dev.windlass.store.Exchange;
import dev.windlass.store.JobStore;
import dev.windlass.store.Then;
import dev.windlass.store.contract.SteerableClock;
import dev.windlass.task.Outcome;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HistoryTest {
    @TempDir
    Path directory;

    private final SteerableClock clock = new SteerableClock();

    @Test
    void job_that_is_put_off_for_ever_does_not_fill_the_file() throws SQLException {
        try (var store = SqliteStore.inline(directory.resolve("windlass.db"), clock)) {
            store.jobs().accept(Jobs.jobs(0, 1));
            var worker = Jobs.join(store, 1);
            var later = new Then.Release(Ended.of(Outcome.RELEASED));
            for (var claim = 1; claim <= 5 * JobStore.MOST_ATTEMPTS; claim++) {
                var lease = Jobs.claim(store, worker, claim, 1).get(0);
                clock.advance(Duration.ofMinutes(1));
                store.workers().renew(worker);
                store.leases()
                        .exchange(new Exchange.Ask(
                                worker, claim, List.of(Commit.end(lease.key(), later)), ClaimPlan.NOTHING));
            }

            assertThat(attempts(store)).isEqualTo(JobStore.MOST_ATTEMPTS);
        }
    }

    private static int attempts(SqliteStore store) throws SQLException {
        return store.transaction(session -> {
            try (var statement = session.as(Connection.class).createStatement();
                    var row = statement.executeQuery("select count(*) from windlass_attempt")) {
                return row.getInt(1);
            }
        });
    }
}
