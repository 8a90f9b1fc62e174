package dev.windlass.store.contract.simulation;

import dev.windlass.store.WorkerId;
import java.util.HashMap;
import java.util.Map;

/**
 * When a process was last disturbed, in virtual time. A run may be lost or given back only where there is an excuse: without one
 * nothing runs twice.
 */
final class Excuses {
    private static final long NEVER = -1;

    private long beats = NEVER;
    private long arrivals = NEVER;
    private long rules = NEVER;
    private final Map<Errand, Long> errands = new HashMap<>();
    private boolean ending;

    /** Its beats were struck, or all of it. */
    void disturbed(long now) {
        beats = now;
    }

    /** A claim, which is repeated as it was until it is answered. */
    private record Errand(WorkerId worker, long claimNumber) {}

    /** It asks for a claim, perhaps not for the first time. */
    void asks(WorkerId worker, long claimNumber, long now) {
        errands.putIfAbsent(new Errand(worker, claimNumber), now);
    }

    /** It was told rules of queues. */
    void told(long now) {
        rules = now;
    }

    /** Whether it was told rules of queues after it had begun to ask for this claim. */
    boolean wasToldSince(WorkerId worker, long claimNumber) {
        return rules >= errands.getOrDefault(new Errand(worker, claimNumber), Long.MAX_VALUE);
    }

    /** A call arrived for which it no longer waited. */
    void surprised(long now) {
        arrivals = now;
    }

    /** It was asked to end, or is gone. */
    void ends() {
        ending = true;
    }

    /** Whether its beats were struck, or all of it, at this time or later. */
    boolean wasDisturbed(long since) {
        return beats >= since;
    }

    /** Whether its row may have run out, given when the store last heard a beat of it. */
    boolean forSilence(long lastBeat) {
        return beats >= lastBeat || ending;
    }

    /**
     * Whether it may give back a job that it was given at {@code since}, while its row lives. A lost answer is no excuse: a claim
     * is repeated under its number.
     */
    boolean forRelease(long since) {
        return arrivals >= since || ending;
    }
}
