package dev.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SettingsTest {
    private static final Settings DEFAULT = Settings.DEFAULT;
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void a_worker_holds_no_more_than_one_claim_can_bring() {
        assertThat(DEFAULT.mostAhead()).isEqualTo(960);
        assertThat(DEFAULT.withSlots(700).mostAhead()).isEqualTo(300);
        assertThat(DEFAULT.withSlots(1_000).mostAhead()).isZero();
    }

    @Test
    void the_last_word_on_slots_counts() {
        assertThat(DEFAULT.withSlots(1_000).withSlots(16)).isEqualTo(DEFAULT);
    }

    static Stream<Arguments> lengths() {
        return Stream.of(
                length("idle", length -> turns(length, SECOND)),
                length("upkeep", length -> turns(SECOND, length)),
                length("isolation-wait", length -> Suspicion.DEFAULT.withIsolation(length, SECOND)),
                length("isolation", length -> Suspicion.DEFAULT.withIsolation(SECOND, length)));
    }

    private static Timing turns(Duration idle, Duration upkeep) {
        var usual = Timing.DEFAULT;
        return new Timing(usual.lease(), usual.beat(), idle, upkeep, SECOND, SECOND, SECOND);
    }

    private static Arguments length(String name, Function<Duration, Object> setting) {
        return Arguments.of(name, setting);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lengths")
    void a_length_that_makes_a_duty_spin_is_refused(String name, Function<Duration, Object> setting) {
        assertThatThrownBy(() -> setting.apply(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(name + " is PT0S, it must be PT0.001S to PT24H; was another unit of time meant?");
        assertThatThrownBy(() -> setting.apply(Duration.ofSeconds(-5))).hasMessageStartingWith(name + " is PT-5S");
        assertThatThrownBy(() -> setting.apply(Duration.ofDays(2))).hasMessageStartingWith(name + " is PT48H");
    }
}
