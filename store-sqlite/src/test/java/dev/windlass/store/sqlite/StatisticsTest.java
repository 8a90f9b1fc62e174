package dev.windlass.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.Windlass;
import dev.windlass.store.Count;
import dev.windlass.store.Statistic;
import dev.windlass.store.StatisticsQuery;
import dev.windlass.task.FatalException;
import dev.windlass.task.Outcome;
import dev.windlass.task.Task;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class StatisticsTest {
    private static final Task<Integer, Void> ODD = Task.named("odd", Integer.class);

    @TempDir
    Path directory;

    @Test
    void ends_of_all_attempts_are_counted_when_a_windlass_has_stopped() throws Exception {
        var file = directory.resolve("windlass.db");
        try (var windlass = Windlass.on(SqliteStore.at(file))
                .performVoid(ODD, (number, run) -> requireOdd(number))
                .start()) {
            windlass.enqueueAll(ODD, IntStream.range(0, 100).boxed());
            windlass.drain();
        }

        try (var windlass = Windlass.on(SqliteStore.at(file)).withoutWorkers().start()) {
            var counts = windlass.statistics(new StatisticsQuery(Duration.ofHours(1), StatisticsQuery.LONGEST)).stream()
                    .map(Statistic::count)
                    .toList();
            assertThat(counts).extracting(Count::task).containsOnly("odd");
            assertThat(ended(counts, Outcome.SUCCEEDED)).isEqualTo(50);
            assertThat(ended(counts, Outcome.FATAL)).isEqualTo(50);
            assertThat(counts).allSatisfy(count -> {
                assertThat(count.waited().count()).isEqualTo(50);
                assertThat(count.waited().longest()).isPositive();
            });
        }
    }

    private static void requireOdd(int number) {
        if (number % 2 == 0) {
            throw new FatalException(number + " is even");
        }
    }

    private static long ended(List<Count> counts, Outcome outcome) {
        return counts.stream()
                .filter(count -> count.outcome() == outcome)
                .mapToLong(count -> count.ran().count())
                .sum();
    }
}
