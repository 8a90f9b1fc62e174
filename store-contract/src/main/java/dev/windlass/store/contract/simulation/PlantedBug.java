package dev.windlass.store.contract.simulation;

import dev.windlass.store.Store;

/** A bug that a test plants, to see that it is found: between a process and the wire, or between the wire and the store. */
interface PlantedBug {
    /** None. */
    PlantedBug NONE = new PlantedBug() {};

    /** The store as a process with the bug sees it; faults strike each of its calls. */
    default Store atTheClient(Store store) {
        return store;
    }

    /**
     * A store with the bug. What it does in one call is one step to everybody else, unless it lets something happen in between.
     *
     * @param meanwhile lets a moment pass, in which the others go on
     */
    default Store atTheServer(Store store, Runnable meanwhile) {
        return store;
    }
}
