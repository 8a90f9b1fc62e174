package dev.windlass.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Store time for stores without a server: anchored at the wall clock when opened, carried by monotonic time, and compared with the
 * wall every second.
 *
 * <p>A wall clock that runs ahead is adopted at once: that is how a machine wakes from suspension, and jobs that became due
 * meanwhile must not wait. One that was set back is met by running at half speed until the two are even, so that time never goes
 * backwards and waits are at most doubled. Safe for all threads.
 */
public final class AnchoredClock implements StoreClock {
    private static final long COMPARE_EVERY_NANOS = Duration.ofSeconds(1).toNanos();

    private final InstantSource wall;
    private final LongSupplier nanos;

    private Instant anchor;
    private long anchorNanos;

    /** How far the anchor is ahead of the wall. */
    private long leadNanos;

    public AnchoredClock(InstantSource wall, LongSupplier nanos) {
        this.wall = wall;
        this.nanos = nanos;
        this.anchor = wall.instant();
        this.anchorNanos = nanos.getAsLong();
    }

    @Override
    public synchronized Instant now() {
        var reading = nanos.getAsLong();
        var passed = reading - anchorNanos;
        if (passed < COMPARE_EVERY_NANOS) {
            return carried(passed);
        }
        anchor = carried(passed);
        anchorNanos = reading;
        compare();
        return anchor;
    }

    /** At half speed only until the wall has caught up: a lead of a microsecond must not cost half a second. */
    private Instant carried(long passed) {
        return anchor.plusNanos(Math.max(passed / 2, passed - leadNanos));
    }

    private void compare() {
        var seen = wall.instant();
        if (seen.isAfter(anchor)) {
            anchor = seen;
        }
        leadNanos = Duration.between(seen, anchor).toNanos();
    }
}
