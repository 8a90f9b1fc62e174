package dev.windlass.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.Windlass;
import dev.windlass.task.Options;
import dev.windlass.task.Task;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Due times against starts, both by the clock of the store. */
@Tag("process")
@Timeout(180)
class NeverEarlyTest {
    private static final long SEED = Long.getLong("windlass.seed", 1);
    private static final int JOBS = 2_000;
    private static final int MOST_GAP_MICROS = 20_000;

    /** Long enough to enqueue all of them: one that is accepted after its due time is late without fault. */
    private static final Duration HEAD_START = Duration.ofSeconds(5);

    private static final Task<Alarm, Void> ALARM = Task.named("alarm", Alarm.class);

    /** When it is to ring. */
    record Alarm(long seconds, int nanos) {
        static Alarm at(Instant due) {
            return new Alarm(due.getEpochSecond(), due.getNano());
        }

        Instant due() {
            return Instant.ofEpochSecond(seconds, nanos);
        }
    }

    @Test
    void none_of_two_thousand_jobs_starts_before_its_time(@TempDir Path directory) throws Exception {
        var late = new ConcurrentLinkedQueue<Duration>();
        var store = SqliteStore.at(directory.resolve("windlass.db"));
        try (var windlass = Windlass.on(store)
                .perform(ALARM, (alarm, run) -> {
                    late.add(Duration.between(alarm.due(), store.now()));
                    return null;
                })
                .start()) {
            enqueueAll(windlass, store.now().plus(HEAD_START));
            windlass.drain();
        }
        var sorted = late.stream().sorted().toList();
        System.out.printf(
                "%d jobs at random gaps up to %d ms, seed %d, start minus due: least %s, p50 %s, p99 %s, max %s%n",
                sorted.size(),
                MOST_GAP_MICROS / 1_000,
                SEED,
                sorted.get(0),
                sorted.get(JOBS / 2),
                sorted.get(JOBS * 99 / 100),
                sorted.get(sorted.size() - 1));
        assertThat(sorted).hasSize(JOBS);
        assertThat(sorted.get(0)).isGreaterThanOrEqualTo(Duration.ZERO);
    }

    private static void enqueueAll(Windlass windlass, Instant first) {
        var gaps = new Random(SEED);
        var due = first;
        var accepts = new ArrayList<CompletableFuture<?>>();
        for (var number = 0; number < JOBS; number++) {
            due = due.plusNanos(gaps.nextInt(MOST_GAP_MICROS) * 1_000L);
            accepts.add(
                    windlass.enqueueAsync(ALARM, Alarm.at(due), Options.at(due)).toCompletableFuture());
        }
        CompletableFuture.allOf(accepts.toArray(CompletableFuture[]::new)).join();
    }
}
