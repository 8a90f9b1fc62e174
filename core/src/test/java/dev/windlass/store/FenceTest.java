package dev.windlass.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FenceTest {
    @Test
    void each_claim_is_one_higher_within_a_generation() {
        var first = Fence.next(0, 7);
        assertThat(Fence.next(first, 7)).isEqualTo(first + 1);
        assertThat(Fence.counter(first)).isEqualTo(1);
        assertThat(Fence.generation(first)).isEqualTo(7);
    }

    @Test
    void a_raised_generation_outruns_every_fence_of_the_one_before() {
        var many = Fence.next((7L << 31) + 1_000_000, 7);
        assertThat(Fence.next(0, Fence.raise(7, 0))).isGreaterThan(many);
        assertThat(Fence.counter(Fence.next(many, 8))).isEqualTo(Fence.counter(many) + 1);
    }

    @Test
    void a_raise_takes_the_later_of_the_next_number_and_the_time() {
        assertThat(Fence.raise(7, 1_795_000_000L)).isEqualTo(1_795_000_000L);
        assertThat(Fence.raise(1_795_000_000L, 5)).isEqualTo(1_795_000_001L);
    }
}
