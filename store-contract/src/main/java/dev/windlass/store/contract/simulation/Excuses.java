package dev.windlass.store.contract.simulation;

/**
 * When a process was last disturbed, in virtual time. A run may be lost or given back only where there is an excuse: without one
 * nothing runs twice.
 */
final class Excuses {
    private static final long NEVER = -1;

    private long beats = NEVER;
    private long anything = NEVER;
    private boolean ending;

    /** A fault struck one of its calls, which was not a beat. */
    void call(long now) {
        anything = now;
    }

    /** A fault struck its beats, or all of it. */
    void all(long now) {
        anything = now;
        beats = now;
    }

    /** It was asked to end, or is gone. */
    void ends() {
        ending = true;
    }

    /** Whether its row may have run out, given when the store last heard a beat of it. */
    boolean forSilence(long lastBeat) {
        return beats >= lastBeat || ending;
    }

    /** Whether it may give back a job that it was given at {@code since}. */
    boolean forRelease(long since) {
        return anything >= since || ending;
    }
}
