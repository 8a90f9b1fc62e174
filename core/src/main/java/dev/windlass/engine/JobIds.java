package dev.windlass.engine;

import dev.windlass.task.JobId;
import java.time.Instant;
import java.util.UUID;

/**
 * Makes job ids: UUIDs of version 7 as RFC 9562 section 5.7 lays them out. The 48 time bits are the last store time that was
 * seen, carried by monotonic time; the other 74 are random. Safe for all threads.
 */
public final class JobIds {
    private static final long VERSION = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final Ticker ticker;
    private final Chance chance;
    private volatile Sighting sighting;

    private record Sighting(long millis, long nanos) {}

    /** Makes ids from this store time on. */
    public JobIds(Instant storeTime, Ticker ticker, Chance chance) {
        this.ticker = ticker;
        this.chance = chance;
        this.sighting = new Sighting(storeTime.toEpochMilli(), ticker.nanos());
    }

    /** Takes note of store time. */
    public void saw(Instant storeTime) {
        sighting = new Sighting(storeTime.toEpochMilli(), ticker.nanos());
    }

    public JobId next() {
        var seen = sighting;
        var millis = seen.millis + ticker.since(seen.nanos).toMillis();
        var high = (millis << 16) | VERSION | (chance.bits() & 0xFFF);
        var low = VARIANT | (chance.bits() >>> 2);
        return new JobId(new UUID(high, low));
    }
}
