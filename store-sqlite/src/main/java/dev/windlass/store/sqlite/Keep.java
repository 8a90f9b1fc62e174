package dev.windlass.store.sqlite;

import java.time.Duration;

/** How long rows of ended jobs stay. */
final class Keep {
    /** At least this long, so that repeats of old accepts and commits are recognized. */
    private static final Duration SHORTEST = Duration.ofHours(1);

    private Keep() {}

    /** The time after which a row that ends in this turn may be removed. */
    static long until(Turn turn, Duration keep) {
        return turn.after(keep.compareTo(SHORTEST) < 0 ? SHORTEST : keep);
    }
}
