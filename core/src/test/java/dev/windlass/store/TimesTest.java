package dev.windlass.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class TimesTest {
    private static Times ofMillis(long... millis) {
        return LongStream.of(millis).mapToObj(Duration::ofMillis).map(Times::of).reduce(Times.NONE, Times::plus);
    }

    @Test
    void number_sum_longest_and_mean_are_exact() {
        var times = ofMillis(1, 20, 300);

        assertThat(times.count()).isEqualTo(3);
        assertThat(times.sum()).isEqualTo(Duration.ofMillis(321));
        assertThat(times.longest()).isEqualTo(Duration.ofMillis(300));
        assertThat(times.mean()).isEqualTo(Duration.ofMillis(107));
    }

    @Test
    void each_run_is_counted_within_the_first_bound_it_keeps() {
        assertThat(ofMillis(0, 1, 2, 10, 11, 60_000, 600_001).within()).containsExactly(2L, 2L, 1L, 0L, 0L, 1L, 0L, 1L);
    }

    @Test
    void share_of_the_runs_was_within_a_bound_or_the_longest_run() {
        var times = ofMillis(1, 1, 1, 1, 1, 1, 1, 1, 1, 40);

        assertThat(times.within(0.5)).isEqualTo(Duration.ofMillis(1));
        assertThat(times.within(0.99)).isEqualTo(Duration.ofMillis(40));
        assertThat(Times.NONE.within(0.5)).isEqualTo(Duration.ZERO);
    }

    @Test
    void queries_out_of_bounds_are_refused_in_one_sentence() {
        assertThatThrownBy(() -> new StatisticsQuery(Duration.ofDays(3), Duration.ofHours(1)))
                .hasMessage("statistics of the last PT72H were asked for; they are kept for PT48H");
        assertThatThrownBy(() -> new StatisticsQuery(Duration.ofDays(1), Duration.ofSeconds(1)))
                .hasMessage("a slice of statistics is PT1S, it must be PT10S to PT48H");
        assertThatThrownBy(() -> new StatisticsQuery(Duration.ofDays(2), Duration.ofSeconds(10)))
                .hasMessage(
                        "statistics of the last PT48H in slices of PT10S are over the limit of 1000 slices; ask for longer ones");
    }
}
