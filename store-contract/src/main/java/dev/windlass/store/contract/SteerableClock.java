package dev.windlass.store.contract;

import dev.windlass.store.StoreClock;
import java.time.Duration;
import java.time.Instant;

/**
 * Store time that stands still until a test moves it. Safe for all threads.
 *
 * <p>It only goes forward, as {@link StoreClock} promises; what a store makes of a wall clock that was set back is a test of
 * {@link dev.windlass.store.AnchoredClock}, not of the contract.
 */
public final class SteerableClock implements StoreClock {
    /** Where time begins unless a test says otherwise. Whole milliseconds, so that every store can keep it exactly. */
    public static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

    private Instant now;

    public SteerableClock() {
        this(BEGINNING);
    }

    public SteerableClock(Instant beginning) {
        this.now = beginning;
    }

    @Override
    public synchronized Instant now() {
        return now;
    }

    /** Lets this much time pass. */
    public synchronized void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("store time never runs backwards, this step is " + by);
        }
        now = now.plus(by);
    }

    /** Steps forward to an instant, as a clock does when its machine wakes from suspension. */
    public synchronized void stepTo(Instant later) {
        if (later.isBefore(now)) {
            throw new IllegalArgumentException("store time never runs backwards: it is " + now + ", not yet " + later);
        }
        now = later;
    }
}
