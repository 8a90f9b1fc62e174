package dev.windlass.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ForAllTest {
    @Test
    void failure_names_the_value_and_the_seed_that_repeats_it() {
        var small = ForAll.of(random -> random.nextInt(1_000));
        var seen = new ArrayList<Integer>();

        assertThatThrownBy(() -> small.hold(n -> {
                    seen.add(n);
                    assertThat(n).isLessThan(900);
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("does not hold for " + seen.get(seen.size() - 1) + ", seed " + seen.size());
    }

    @Test
    void every_run_draws_the_same_values() {
        var numbers = ForAll.of(Random::nextLong).times(100);
        var first = new ArrayList<Long>();
        var second = new ArrayList<Long>();

        numbers.hold(first::add);
        numbers.hold(second::add);

        assertThat(second).hasSize(100).isEqualTo(first);
    }

    @Test
    void neighbouring_seeds_draw_values_far_apart() {
        var tenths = new HashSet<Integer>();

        ForAll.of(random -> random.nextInt(10)).times(100).hold(tenths::add);

        assertThat(tenths).hasSize(10);
    }
}
