package dev.windlass.store.contract.simulation;

import dev.windlass.store.Store;
import dev.windlass.store.StoreClock;

/** Opens a new and empty store for each seed. */
@FunctionalInterface
public interface Stores {
    /**
     * A store that reads the time from this clock alone and does its work on the calling thread: a seed must give the same events
     * each time. It is closed when the seed is over.
     */
    Store open(StoreClock clock);
}
