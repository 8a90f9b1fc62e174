package dev.windlass.store.contract.simulation;

import dev.windlass.store.Store;
import dev.windlass.store.StoreClock;

/** Opens a new and empty store for each seed. */
@FunctionalInterface
public interface Stores {
    /**
     * A store that reads the time from this clock alone and does its work on the calling thread: a seed must give the same events
     * each time.
     */
    Store open(StoreClock clock);

    /** Gives up a store that was opened here, and its data: its seed is over. */
    default void discard(Store store) {
        store.close();
    }
}
