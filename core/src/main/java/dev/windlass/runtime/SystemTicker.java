package dev.windlass.runtime;

import dev.windlass.engine.Ticker;

/** Monotonic time of this machine. */
final class SystemTicker implements Ticker {
    @Override
    public long nanos() {
        return System.nanoTime();
    }
}
