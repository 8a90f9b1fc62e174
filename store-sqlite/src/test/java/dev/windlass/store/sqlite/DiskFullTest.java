package dev.windlass.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.store.JobQuery;
import dev.windlass.store.StoreException;
import dev.windlass.task.Content;
import dev.windlass.task.ErrorCode;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No space: nothing that was acknowledged is lost, and the store goes on alone once there is some. */
final class DiskFullTest {
    private static final Content LARGE = Content.of("application/octet-stream", 1, new byte[50_000]);

    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("windlass.db");
    }

    /** Bounds the file in pages, which SQLite answers exactly as it answers a full disk. */
    static void bound(SqliteStore store, int pages) throws SQLException {
        // Past the lent connection, which lets nobody change the writer's settings.
        store.transaction(session -> ((SqliteSession) session)
                .turn()
                .statement("pragma max_page_count = " + pages)
                .execute());
    }

    /** Accepts until the store is full; answers how many it acknowledged. */
    private static long fill(SqliteStore store, long from) {
        for (var number = from; ; number++) {
            try {
                store.jobs().accept(List.of(Jobs.job(number, LARGE)));
            } catch (StoreException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.STORE_FULL);
                assertThat(e).hasMessageContainingAll("no space", "windlass.db", "free some");
                return number;
            }
        }
    }

    @Test
    void accept_is_refused_and_nothing_acknowledged_is_lost() throws SQLException {
        try (var store = SqliteStore.at(file())) {
            bound(store, 200);

            var accepted = fill(store, 0);

            assertThat(accepted).isPositive();
            assertThat(store.jobs().list(JobQuery.ALL.withLimit(1_000)).jobs()).hasSize((int) accepted);
        }
        try (var store = SqliteStore.at(file())) {
            assertThat(store.jobs().list(JobQuery.ALL).jobs()).isNotEmpty();
        }
    }

    @Test
    void store_goes_on_once_there_is_space() throws SQLException {
        try (var store = SqliteStore.at(file())) {
            bound(store, 200);
            var accepted = fill(store, 0);
            bound(store, 400);

            assertThat(fill(store, accepted)).isGreaterThan(accepted);
        }
    }

    @Test
    void refused_batch_leaves_nothing() throws SQLException {
        try (var store = SqliteStore.at(file())) {
            bound(store, 200);
            var accepted = fill(store, 0);
            var batch = List.of(Jobs.job(accepted), Jobs.job(accepted + 1, LARGE), Jobs.job(accepted + 2, LARGE));

            assertThatThrownBy(() -> store.jobs().accept(batch)).isInstanceOf(StoreException.class);

            assertThat(store.jobs().find(Jobs.id(accepted))).isEmpty();
        }
    }
}
