package dev.windlass.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.store.ClaimPlan;
import dev.windlass.store.Commit;
import dev.windlass.store.Ended;
import dev.windlass.store.Exchange;
import dev.windlass.store.JobQuery;
import dev.windlass.store.StoreException;
import dev.windlass.store.Then;
import dev.windlass.task.Content;
import dev.windlass.task.DeadReason;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.Lane;
import dev.windlass.task.Outcome;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bits that flip on the disk. Payloads are in the contract of all stores. */
final class DamageTest {
    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("windlass.db");
    }

    @Test
    void job_with_a_damaged_checkpoint_is_dead_and_not_leased() throws SQLException {
        try (var store = SqliteStore.at(file())) {
            Jobs.accept(store, 1);
            var worker = Jobs.join(store, 1);
            var lease = Jobs.claim(store, worker, 1, 1).get(0);
            var slice = new Commit(
                    lease.key(),
                    Commit.LAST,
                    new Then.Again(Ended.of(Outcome.SLICED)),
                    Optional.of(Content.json("\"half\"")),
                    List.of(),
                    Optional.empty());
            store.leases().exchange(new Exchange.Ask(worker, 2, List.of(slice), ClaimPlan.NOTHING));
            store.transaction(session -> {
                try (var statement = session.as(Connection.class).createStatement()) {
                    return statement.executeUpdate("update checkpoint set bytes = cast('\"hale\"' as blob)");
                }
            });

            var answer = store.leases()
                    .exchange(new Exchange.Ask(
                            worker, 3, List.of(), ClaimPlan.of(Jobs.QUEUE, Lane.NORMAL, ClaimPlan.Kind.SOUND, 1)));

            assertThat(answer.claimed()).isEmpty();
            assertThat(answer.corrupt()).containsExactly(Jobs.id(1));
            var job = store.jobs().find(Jobs.id(1)).orElseThrow();
            assertThat(job.reason()).contains(DeadReason.CORRUPT);
            assertThat(job.error()).get().asString().contains("checkpoint is damaged");
        }
    }

    @Test
    void page_that_cannot_be_read_stops_the_store_for_good() throws IOException {
        try (var store = SqliteStore.at(file())) {
            store.jobs().accept(Jobs.jobs(0, 1_000));
        }
        try (var store = SqliteStore.at(file())) {
            cutAfterPages(20);

            assertFailed(() -> store.jobs().list(JobQuery.ALL.withLimit(1_000)));
            assertFailed(() -> Jobs.accept(store, 2_000));
        }
    }

    private void cutAfterPages(int pages) throws IOException {
        try (var channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            channel.truncate(pages * 8_192L);
        }
    }

    private static void assertFailed(Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        StoreException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.STORE_FAILED));
    }
}
