package dev.windlass.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.task.Due;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class MicrosTest {
    private static final Instant WHOLE = Instant.parse("2026-01-01T00:00:00.123456Z");

    @Test
    void times_that_have_passed_are_rounded_down() {
        assertThat(Micros.instant(Micros.floor(WHOLE.plusNanos(999)))).isEqualTo(WHOLE);
    }

    @Test
    void times_to_wait_for_are_rounded_up() {
        assertThat(Micros.instant(Micros.ceil(WHOLE.plusNanos(1)))).isEqualTo(WHOLE.plusNanos(1_000));
        assertThat(Micros.instant(Micros.ceil(WHOLE))).isEqualTo(WHOLE);
    }

    @Test
    void waits_are_rounded_up() {
        assertThat(Micros.of(Duration.ofNanos(1))).isEqualTo(1);
        assertThat(Micros.of(Duration.ofNanos(1_000))).isEqualTo(1);
        assertThat(Micros.of(Duration.ofSeconds(2).plusNanos(1_001))).isEqualTo(2_000_002);
    }

    @Test
    void latest_instant_that_a_job_may_be_due_is_kept() {
        assertThat(Micros.instant(Micros.ceil(Due.At.LATEST))).isEqualTo(Due.At.LATEST);
    }
}
