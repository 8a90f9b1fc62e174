package dev.windlass.engine;

import dev.windlass.store.Upkeep;
import java.time.Duration;

/** Removes what has been kept for its time, a few rows at each turn. */
public final class Pruner implements Duty {
    private static final int BATCH = 2_000;
    private static final Duration PERIOD = Duration.ofSeconds(5);
    private static final Duration BUSY_PERIOD = Duration.ofMillis(100);

    private final Upkeep store;

    Pruner(Upkeep store) {
        this.store = store;
    }

    @Override
    public Next run() {
        return Next.notBefore(store.prune(BATCH) > 0 ? BUSY_PERIOD : PERIOD);
    }
}
