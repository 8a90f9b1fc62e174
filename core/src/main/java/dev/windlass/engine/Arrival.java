package dev.windlass.engine;

import dev.windlass.store.Lease;

/**
 * A lease that came from the store, until its run is over.
 *
 * @param at when the answer of its claim was here, in the ticker's nanoseconds
 */
record Arrival(Lease lease, long at) {}
