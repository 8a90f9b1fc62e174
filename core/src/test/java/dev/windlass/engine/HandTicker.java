package dev.windlass.engine;

import java.time.Duration;

/** Monotonic time that a test moves by hand. */
final class HandTicker implements Ticker {
    private long nanos = 1_000_000_000_000L;

    @Override
    public long nanos() {
        return nanos;
    }

    void pass(Duration time) {
        nanos += time.toNanos();
    }
}
