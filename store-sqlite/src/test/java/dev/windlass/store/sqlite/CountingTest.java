package dev.windlass.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.store.JobStore;
import dev.windlass.store.QueueRow;
import dev.windlass.store.contract.SteerableClock;
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

    @Test
    void what_keeps_a_bound_from_coming_is_not_hidden_by_what_keeps_the_count_from_ending() {
        try (var parts = Parts.open(
                directory.resolve("windlass.db"), Jobs.PATIENT, new SteerableClock(), GroupCommit.Service.CALLER)) {
            var broken = new AtomicBoolean();
            var writes = new Writes() {
                @Override
                public <T> T write(Work<T> work) {
                    if (broken.get()) {
                        throw new IllegalStateException("the disk is gone");
                    }
                    return parts.writes().write(work);
                }
            };
            var change = new Counting.Change(
                    Jobs.QUEUE,
                    known -> known.withDeclared(Queue.named(Jobs.QUEUE).depth(5)));
            var cause = new IllegalStateException("the bound was refused");

            assertThatThrownBy(() -> new Counting(writes, parts.readers()).before(List.of(change), () -> {
                        broken.set(true);
                        throw cause;
                    }))
                    .isSameAs(cause)
                    .hasSuppressedException(new IllegalStateException("the disk is gone"));
        }
    }

    private static long depth(QueueRow row) {
        return row.depth().orElseThrow().jobs();
    }
}
