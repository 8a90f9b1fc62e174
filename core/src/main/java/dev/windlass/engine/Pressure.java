package dev.windlass.engine;

import java.time.Duration;
import java.util.Optional;

/**
 * How hard an attempt is pressed to end: first by a flag that it may read, after a grace by an interrupt, and after another grace it
 * is given up.
 *
 * <p>A stop presses by the flag alone: whoever stops a worker has a patience of its own. Guarded by the monitor of its run.
 */
final class Pressure {
    /** Why an attempt should end. A later one outweighs those before it. */
    enum Cause {
        /** Nothing presses. */
        NONE,
        /** The worker stops, or its lease is lost. */
        STOP,
        /** It has run longer than it may. */
        TIMEOUT,
        /** Its job was called off. */
        CANCEL
    }

    /** What is to be done about it now. */
    enum Step {
        NOTHING,
        INTERRUPT,
        GIVE_UP
    }

    private final Ticker ticker;
    private final Optional<Duration> timeout;
    private final Duration grace;

    private Optional<Long> began = Optional.empty();
    private Cause cause = Cause.NONE;
    private long since;
    private Optional<Long> interrupted = Optional.empty();

    Pressure(Ticker ticker, Optional<Duration> timeout, Duration grace) {
        this.ticker = ticker;
        this.timeout = timeout;
        this.grace = grace;
    }

    /** The task is about to be called: its time counts from here. */
    void begin() {
        began = Optional.of(ticker.nanos());
    }

    /** When the task was called, by monotonic time. */
    Optional<Long> began() {
        return began;
    }

    /** One more reason to end. A timeout that is followed by a cancel goes on pressing from where it is. */
    void press(Cause reason) {
        if (reason.compareTo(cause) > 0) {
            since = isPressing() ? since : ticker.nanos();
            cause = reason;
        }
    }

    Cause cause() {
        return cause;
    }

    Optional<Duration> timeout() {
        return timeout;
    }

    /** How long the attempt may still run, not below zero; empty where it has no timeout. */
    Optional<Duration> timeLeft() {
        return timeout.map(length -> {
            var left = began.map(start -> length.minus(ticker.since(start))).orElse(length);
            return left.isNegative() ? Duration.ZERO : left;
        });
    }

    /**
     * The step whose time has come. An interrupt is asked for once: a task that swallows it is given up. However late this is asked,
     * a task has its grace after the interrupt.
     */
    Step step() {
        if (began.isPresent() && timeLeft().filter(Duration::isZero).isPresent()) {
            press(Cause.TIMEOUT);
        }
        if (!isPressing()) {
            return Step.NOTHING;
        }
        if (!graceLeft().isZero()) {
            return Step.NOTHING;
        }
        if (interrupted.isPresent()) {
            return Step.GIVE_UP;
        }
        interrupted = Optional.of(ticker.nanos());
        return Step.INTERRUPT;
    }

    /** How long until the next step; empty where none is to come. */
    Optional<Duration> untilNext() {
        if (isPressing()) {
            return Optional.of(graceLeft());
        }
        return began.flatMap(start -> timeLeft());
    }

    private Duration graceLeft() {
        var left = grace.minus(ticker.since(interrupted.orElse(since)));
        return left.isNegative() ? Duration.ZERO : left;
    }

    private boolean isPressing() {
        return cause.compareTo(Cause.STOP) > 0;
    }
}
