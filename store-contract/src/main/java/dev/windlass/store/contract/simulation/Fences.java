package dev.windlass.store.contract.simulation;

import dev.windlass.store.Fence;
import dev.windlass.store.Lease;
import dev.windlass.store.LeaseKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The fences that one job was given, each of which stands for a lease. */
final class Fences {
    private final Set<Long> ended = new HashSet<>();

    /** Since when, in virtual time. */
    private final Map<Long, Long> claims = new HashMap<>();

    /** Claims that came too late to start. */
    private final Set<Long> late = new HashSet<>();

    private long last;

    /** The last one; 0 before the first. */
    long last() {
        return last;
    }

    /** Whether this may be the next one. */
    boolean mayFollow(long given) {
        return given > last && Fence.counter(given) == Fence.counter(last) + 1;
    }

    void claimed(Lease lease, long since) {
        last = lease.key().fence();
        claims.put(last, since);
        if (lease.expired()) {
            late.add(last);
        }
    }

    /** Given to nobody, so that what was never claimed can have an end. */
    void givenToNobody(long fence) {
        last = fence;
    }

    void ended(LeaseKey lease) {
        ended.add(lease.fence());
    }

    /** Whether the last commit of this attempt was accepted before. */
    boolean hasEnded(LeaseKey lease) {
        return ended.contains(lease.fence());
    }

    /** Whether the claim of this lease came too late to start. */
    boolean wasLate(LeaseKey lease) {
        return late.contains(lease.fence());
    }

    /** When the lease of this fence was given, in virtual time. */
    long claimedAt(long fence) {
        return claims.getOrDefault(fence, 0L);
    }
}
