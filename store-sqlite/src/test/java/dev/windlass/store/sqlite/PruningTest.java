package dev.windlass.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.JobQuery;
import dev.windlass.store.Worker;
import dev.windlass.store.contract.SteerableClock;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PruningTest {
    @TempDir
    Path directory;

    private final SteerableClock clock = new SteerableClock();
    private SqliteStore store;

    @BeforeEach
    void open() {
        store = SqliteStore.inline(directory.resolve("windlass.db"), clock);
    }

    @AfterEach
    void close() {
        store.close();
    }

    /** Accepts ten jobs and finishes the first five. */
    private void finishFiveOfTen() {
        store.jobs().accept(Jobs.jobs(0, 10));
        var worker = Jobs.join(store, 1);
        Jobs.finish(store, worker, 2, Jobs.claim(store, worker, 1, 5));
    }

    private int rows(String table) throws SQLException {
        return store.transaction(session -> {
            try (var statement = session.as(Connection.class).createStatement();
                    var row = statement.executeQuery("select count(*) from " + table)) {
                return row.getInt(1);
            }
        });
    }

    @Test
    void looks_at_a_bounded_number_of_rows_and_goes_on_where_it_stopped() {
        finishFiveOfTen();
        clock.advance(Jobs.KEEP);

        assertThat(store.upkeep().prune(3)).isEqualTo(3);
        assertThat(store.upkeep().prune(3)).isEqualTo(2);
        assertThat(store.upkeep().prune(3)).isZero();
        assertThat(store.upkeep().prune(100)).isZero();
    }

    @Test
    void begins_again_after_the_last_row() {
        finishFiveOfTen();

        assertThat(store.upkeep().prune(100)).isZero();
        clock.advance(Jobs.KEEP);
        assertThat(store.upkeep().prune(100)).isEqualTo(5);
    }

    @Test
    void removes_every_trace_of_a_job() throws SQLException {
        finishFiveOfTen();
        clock.advance(Jobs.KEEP);

        store.upkeep().prune(100);

        assertThat(store.jobs().list(JobQuery.ALL).jobs()).hasSize(5);
        assertThat(rows("job")).isEqualTo(5);
        assertThat(rows("life")).isEqualTo(5);
        assertThat(rows("attempt")).isZero();
    }

    @Test
    void row_of_a_worker_goes_a_day_after_its_end_but_not_while_leases_hang_on_it() {
        store.jobs().accept(Jobs.jobs(0, 1));
        var holder = Jobs.join(store, 1);
        Jobs.claim(store, holder, 1, 1);
        var idle = Jobs.join(store, 2);
        store.workers().leave(holder);
        store.workers().leave(idle);

        clock.advance(Duration.ofDays(1).plusSeconds(1));
        store.upkeep().prune(100);

        assertThat(store.workers().list()).extracting(Worker::id).containsExactly(holder);
    }
}
