package dev.windlass.engine;

import java.time.Duration;

/**
 * When a duty wants to be called again.
 *
 * @param after how long from now
 * @param patience whether a hint may call it before
 */
public record Next(Duration after, Patience patience) {
    /** Whether a hint may cut a wait short. */
    public enum Patience {
        /** A hint that there is work ends the wait. */
        WAKEABLE,
        /** The wait lasts its time: no hint is meant for this duty, or the store has to recover and hints would hammer on it. */
        FIRM
    }

    private static final Next NOW = after(Duration.ZERO);

    /** There is more to do. */
    public static Next now() {
        return NOW;
    }

    /** Nothing more to do for this long, unless something wakes it before. */
    public static Next after(Duration delay) {
        return new Next(delay, Patience.WAKEABLE);
    }

    /** Not before this long. */
    public static Next notBefore(Duration delay) {
        return new Next(delay, Patience.FIRM);
    }

    public boolean isNow() {
        return after.isZero();
    }
}
