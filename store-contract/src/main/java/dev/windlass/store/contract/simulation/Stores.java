package dev.windlass.store.contract.simulation;

import dev.windlass.store.Store;
import dev.windlass.store.StoreClock;
import java.util.Optional;

/** Opens a new and empty store for each seed. */
@FunctionalInterface
public interface Stores {
    /**
     * A store that reads the time from this clock alone and does its work on the calling thread: a seed must give the same events
     * each time.
     */
    Store open(StoreClock clock);

    /** A table of the user's in a store that was opened here; empty where the store lends no transaction to write in. */
    default Optional<Receipts> receipts(Store store) {
        return Optional.empty();
    }

    /** Gives up a store that was opened here, and its data: its seed is over. */
    default void discard(Store store) {
        store.close();
    }
}
