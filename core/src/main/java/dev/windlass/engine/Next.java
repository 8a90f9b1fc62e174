package dev.windlass.engine;

import java.time.Duration;

/** When a duty wants to be called again, unless something wakes it before. */
public record Next(Duration after) {
    private static final Next NOW = new Next(Duration.ZERO);

    /** There is more to do. */
    public static Next now() {
        return NOW;
    }

    /** Nothing more to do for this long. */
    public static Next after(Duration delay) {
        return new Next(delay);
    }

    public boolean isNow() {
        return after.isZero();
    }
}
