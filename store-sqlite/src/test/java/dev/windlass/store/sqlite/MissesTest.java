package dev.windlass.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Claims that take other jobs than they mean are told of once for each series. */
final class MissesTest {
    private final Misses misses = new Misses();

    @Test
    void first_miss_of_a_line_is_told_and_those_behind_it_are_not() {
        assertThat(misses.begin(1, 2, true)).isTrue();

        for (var claim = 0; claim < 100; claim++) {
            assertThat(misses.begin(1, 2, true)).isFalse();
        }
    }

    @Test
    void claim_that_takes_what_it_means_ends_the_series() {
        misses.begin(1, 2, true);

        assertThat(misses.begin(1, 2, false)).isFalse();
        assertThat(misses.begin(1, 2, true)).isTrue();
    }

    @Test
    void sound_claim_of_another_line_ends_no_series() {
        misses.begin(1, 2, true);

        assertThat(misses.begin(1, 3, false)).isFalse();
        assertThat(misses.begin(2, 2, true)).as("of another queue").isTrue();
        assertThat(misses.begin(1, 2, true)).isFalse();
    }
}
