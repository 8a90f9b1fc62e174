package dev.windlass.store;

import java.time.Instant;

/** Answer to a renewal. */
public sealed interface Renewal {
    /** The row lives on. */
    record Renewed(int held, Instant at) implements Renewal {}

    /** The row has ended: its leases are being rescued. */
    record Ended() implements Renewal {}
}
