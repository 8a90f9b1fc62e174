package dev.windlass.engine;

import dev.windlass.store.Upkeep;
import java.time.Duration;

/**
 * Removes what has been kept for its time, a few rows at each turn; the store says whether that keeps up. While it does not, the
 * rests are so short that some ten thousand rows go in a second, and still twice as long as a turn: others get their writes in.
 */
public final class Pruner implements Duty {
    private static final int BATCH = 1_000;
    private static final Duration PERIOD = Duration.ofSeconds(5);
    private static final Duration BUSY_PERIOD = Duration.ofMillis(10);

    private final Upkeep store;

    Pruner(Upkeep store) {
        this.store = store;
    }

    @Override
    public Next run() {
        return Next.notBefore(store.prune(BATCH).behind() ? BUSY_PERIOD : PERIOD);
    }
}
