package dev.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.engine.Pressure.Cause;
import dev.windlass.engine.Pressure.Step;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PressureTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration GRACE = Duration.ofSeconds(3);

    private final HandTicker ticker = new HandTicker();
    private final Pressure timed = new Pressure(ticker, Optional.of(TIMEOUT), GRACE);
    private final Pressure untimed = new Pressure(ticker, Optional.empty(), GRACE);

    @Test
    void nothing_presses_an_attempt_without_a_timeout() {
        untimed.begin();
        ticker.pass(Duration.ofDays(1));
        assertThat(untimed.step()).isEqualTo(Step.NOTHING);
        assertThat(untimed.cause()).isEqualTo(Cause.NONE);
        assertThat(untimed.untilNext()).isEmpty();
        assertThat(untimed.timeLeft()).isEmpty();
    }

    @Test
    void a_timeout_counts_from_the_call_of_the_task() {
        ticker.pass(TIMEOUT);
        assertThat(timed.step()).isEqualTo(Step.NOTHING);
        assertThat(timed.timeLeft()).contains(TIMEOUT);
        timed.begin();
        ticker.pass(TIMEOUT.minusSeconds(4));
        assertThat(timed.step()).isEqualTo(Step.NOTHING);
        assertThat(timed.timeLeft()).contains(Duration.ofSeconds(4));
        assertThat(timed.untilNext()).contains(Duration.ofSeconds(4));
        assertThat(timed.cause()).isEqualTo(Cause.NONE);
    }

    @Test
    void after_the_timeout_come_the_flag_an_interrupt_and_the_end() {
        timed.begin();
        ticker.pass(TIMEOUT);
        assertThat(timed.step()).isEqualTo(Step.NOTHING);
        assertThat(timed.cause()).isEqualTo(Cause.TIMEOUT);
        assertThat(timed.untilNext()).contains(GRACE);
        ticker.pass(GRACE);
        assertThat(timed.step()).isEqualTo(Step.INTERRUPT);
        assertThat(timed.step()).isEqualTo(Step.NOTHING);
        ticker.pass(GRACE);
        assertThat(timed.step()).isEqualTo(Step.GIVE_UP);
        assertThat(timed.timeLeft()).contains(Duration.ZERO);
    }

    @Test
    void whoever_looks_late_interrupts_first_and_gives_up_a_grace_later() {
        timed.begin();
        ticker.pass(TIMEOUT);
        timed.step();
        ticker.pass(GRACE.multipliedBy(5));
        assertThat(timed.step()).isEqualTo(Step.INTERRUPT);
        assertThat(timed.untilNext()).contains(GRACE);
        ticker.pass(GRACE.minusNanos(1));
        assertThat(timed.step()).isEqualTo(Step.NOTHING);
        ticker.pass(Duration.ofNanos(1));
        assertThat(timed.step()).isEqualTo(Step.GIVE_UP);
    }

    @Test
    void a_cancel_presses_from_the_moment_it_is_heard() {
        untimed.begin();
        ticker.pass(TIMEOUT);
        untimed.press(Cause.CANCEL);
        assertThat(untimed.untilNext()).contains(GRACE);
        ticker.pass(GRACE);
        assertThat(untimed.step()).isEqualTo(Step.INTERRUPT);
    }

    @Test
    void a_cancel_after_a_timeout_gives_no_further_grace() {
        timed.begin();
        ticker.pass(TIMEOUT);
        timed.step();
        ticker.pass(GRACE);
        timed.press(Cause.CANCEL);
        assertThat(timed.step()).isEqualTo(Step.INTERRUPT);
        assertThat(timed.cause()).isEqualTo(Cause.CANCEL);
    }

    @Test
    void a_stop_waits_by_a_patience_of_its_own_and_outweighs_nothing() {
        untimed.begin();
        untimed.press(Cause.STOP);
        ticker.pass(TIMEOUT);
        assertThat(untimed.step()).isEqualTo(Step.NOTHING);
        untimed.press(Cause.CANCEL);
        untimed.press(Cause.STOP);
        assertThat(untimed.cause()).isEqualTo(Cause.CANCEL);
        assertThat(untimed.untilNext()).contains(GRACE);
    }
}
