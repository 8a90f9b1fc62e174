package dev.windlass.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AnchoredClockTest {
    private Instant wall = Instant.parse("2026-11-22T10:00:00Z");
    private long nanos;
    private final AnchoredClock clock = new AnchoredClock(() -> wall, () -> nanos);

    @Test
    void monotonic_time_carries_it_between_looks_at_the_wall() {
        var before = clock.now();
        nanos += Duration.ofMillis(300).toNanos();
        assertThat(clock.now()).isEqualTo(before.plusMillis(300));
    }

    @Test
    void a_wall_that_is_ahead_is_adopted_at_once() {
        clock.now();
        pass(Duration.ofSeconds(1), Duration.ofHours(8));
        assertThat(clock.now()).isEqualTo(wall);
    }

    @Test
    void a_wall_that_was_set_back_is_met_at_half_speed_and_never_backwards() {
        var before = clock.now();
        pass(Duration.ofSeconds(1), Duration.ofSeconds(-10));
        var seen = clock.now();
        assertThat(seen).isEqualTo(before.plusSeconds(1));
        for (var i = 0; i < 40; i++) {
            pass(Duration.ofSeconds(1), Duration.ofSeconds(1));
            var now = clock.now();
            assertThat(now).isAfter(seen);
            seen = now;
        }
        assertThat(Duration.between(wall, seen).abs()).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }

    /** A clock that is slewed is always a little behind: a whole second at half speed made jobs half a second late. */
    @Test
    void a_wall_that_is_a_little_behind_is_met_by_slowing_for_twice_that_time_and_no_longer() {
        clock.now();
        pass(Duration.ofSeconds(1), Duration.ofMillis(999));
        var seen = clock.now();
        assertThat(seen).isEqualTo(wall.plusMillis(1));
        pass(Duration.ofMillis(1), Duration.ofMillis(1));
        assertThat(clock.now()).isEqualTo(seen.plusNanos(500_000));
        pass(Duration.ofMillis(1), Duration.ofMillis(1));
        assertThat(clock.now()).isEqualTo(wall);
        pass(Duration.ofMillis(500), Duration.ofMillis(500));
        assertThat(clock.now()).isEqualTo(wall);
    }

    private void pass(Duration monotonic, Duration onTheWall) {
        nanos += monotonic.toNanos();
        wall = wall.plus(onTheWall);
    }
}
