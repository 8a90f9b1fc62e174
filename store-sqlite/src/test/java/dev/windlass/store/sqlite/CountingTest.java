package dev.windlass.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.JobStore;
import dev.windlass.store.QueueRow;
import dev.windlass.task.Queue;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The first bound of a queue in which much stands already. */
@Timeout(120)
final class CountingTest {
    private static final int CROWD = 50_000;

    @TempDir
    Path directory;

    @Test
    void others_write_while_a_deep_queue_is_counted_for_its_first_bound() throws Exception {
        try (var store = SqliteStore.at(directory.resolve("deep.db"), Jobs.PATIENT)) {
            for (var from = 0; from < CROWD; from += JobStore.MOST_JOBS) {
                store.jobs().accept(Jobs.jobs(from, from + JobStore.MOST_JOBS));
            }
            var declared = new AtomicBoolean();
            var accepted = new AtomicInteger();
            var caller = new Thread(() -> {
                while (!declared.get()) {
                    store.jobs().accept(List.of(Jobs.job(CROWD + accepted.getAndIncrement())));
                }
            });

            caller.start();
            store.queues().declare(List.of(Queue.named(Jobs.QUEUE).depth(2 * CROWD)));
            declared.set(true);
            caller.join();

            assertThat(accepted.get()).as("accepts beside the count").isGreaterThan(CROWD / 5_000);
            assertThat(store.queues().list())
                    .singleElement()
                    .extracting(row -> depth(row))
                    .isEqualTo((long) CROWD + accepted.get());
        }
    }

    private static long depth(QueueRow row) {
        return row.depth().orElseThrow().jobs();
    }
}
