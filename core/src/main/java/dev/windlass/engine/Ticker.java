package dev.windlass.engine;

import java.time.Duration;

/** Monotonic time, the only time that the engine knows. */
@FunctionalInterface
public interface Ticker {
    /** Nanoseconds since some moment; only differences mean anything. */
    long nanos();

    /** How long ago a reading was taken. */
    default Duration since(long reading) {
        return Duration.ofNanos(nanos() - reading);
    }
}
