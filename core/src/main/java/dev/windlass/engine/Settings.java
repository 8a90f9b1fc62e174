package dev.windlass.engine;

/**
 * The engine's bounds, with their defaults. {@code docs/defaults.md} lists them; a test compares the two. Each wither gives a copy.
 *
 * @param slots jobs that run at the same time in one worker
 * @param prefetch most jobs that a worker holds beyond its slots, so that these need not wait for the store; fewer, where the slots
 *     take up what one claim can bring
 * @param maxPayload largest payload or result, in bytes
 */
public record Settings(int slots, int prefetch, int maxPayload, Timing timing, Suspicion suspicion) {
    public static final Settings DEFAULT = new Settings(16, 960, 1 << 20, Timing.DEFAULT, Suspicion.DEFAULT);

    /** Room for the rest of a row is left in the 4 MiB of one accept. */
    private static final int LARGEST_PAYLOAD = (4 << 20) - (64 << 10);

    private static final int MOST_SLOTS = 1_000;

    public Settings {
        if (slots < 1 || slots > MOST_SLOTS) {
            throw new IllegalArgumentException("slots is " + slots + ", a worker has 1 to " + MOST_SLOTS);
        }
        if (prefetch < 0 || prefetch > MOST_SLOTS) {
            throw new IllegalArgumentException("prefetch is " + prefetch + ", it must be 0 to " + MOST_SLOTS);
        }
        if (maxPayload < 1 || maxPayload > LARGEST_PAYLOAD) {
            throw new IllegalArgumentException(
                    "max-payload is " + maxPayload + " bytes, it must be 1 to " + LARGEST_PAYLOAD);
        }
    }

    /** Most jobs that a worker holds beyond its slots: one claim brings all that it holds. */
    int mostAhead() {
        return Math.min(prefetch, MOST_SLOTS - slots);
    }

    public Settings withSlots(int count) {
        return new Settings(count, prefetch, maxPayload, timing, suspicion);
    }

    public Settings withMaxPayload(int bytes) {
        return new Settings(slots, prefetch, bytes, timing, suspicion);
    }

    public Settings withTiming(Timing other) {
        return new Settings(slots, prefetch, maxPayload, other, suspicion);
    }

    public Settings withSuspicion(Suspicion other) {
        return new Settings(slots, prefetch, maxPayload, timing, other);
    }
}
