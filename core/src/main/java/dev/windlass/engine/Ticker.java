package dev.windlass.engine;

import java.time.Duration;

/** Monotonic time, the only time that the engine knows. */
@FunctionalInterface
public interface Ticker {
    /** Nanoseconds since some moment; only differences mean anything. */
    long nanos();

    /** Waits so long, unless the calling thread is interrupted. By a ticker that is moved by hand no time is lost in waiting. */
    default void rest(Duration length) throws InterruptedException {}

    /** How long ago a reading was taken. */
    default Duration since(long reading) {
        return Duration.ofNanos(nanos() - reading);
    }
}
