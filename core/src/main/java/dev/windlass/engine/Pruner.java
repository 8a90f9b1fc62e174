package dev.windlass.engine;

import dev.windlass.store.Upkeep;
import java.time.Duration;

/**
 * Removes what has been kept for its time, some rows at each turn; the store says whether that keeps up. While it does not, the rests
 * are short, but many times as long as the turns: pruning takes a twentieth of the store's time at most, which is enough for some ten
 * thousand rows a second. With a third of it, a start with much to look through lost a sixth of its throughput.
 */
public final class Pruner implements Duty {
    private static final int BATCH = 1_000;
    private static final Duration PERIOD = Duration.ofSeconds(5);
    private static final Duration BUSY_PERIOD = Duration.ofMillis(10);

    /** Rest after a turn, in lengths of the turn. */
    private static final int RESTS = 19;

    private final Upkeep store;
    private final Ticker ticker;

    Pruner(Upkeep store, Ticker ticker) {
        this.store = store;
        this.ticker = ticker;
    }

    @Override
    public Next run() {
        var began = ticker.nanos();
        var behind = store.prune(BATCH).behind();
        return Next.notBefore(behind ? rest(ticker.since(began).multipliedBy(RESTS)) : PERIOD);
    }

    /** A turn that waited long for the store says nothing of its own cost. */
    private static Duration rest(Duration fair) {
        if (fair.compareTo(BUSY_PERIOD) < 0) {
            return BUSY_PERIOD;
        }
        return fair.compareTo(PERIOD) > 0 ? PERIOD : fair;
    }
}
