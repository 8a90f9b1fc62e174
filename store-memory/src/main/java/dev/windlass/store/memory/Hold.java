package dev.windlass.store.memory;

import java.time.Instant;

/**
 * A lease as the store keeps it.
 *
 * @param until an end of the lease's own; {@link Instant#MAX} where it lives with the worker's row
 */
record Hold(WorkerRow holder, long claimNumber, Instant claimed, Instant until) {
    Hold withUntil(Instant end) {
        return new Hold(holder, claimNumber, claimed, end);
    }
}
