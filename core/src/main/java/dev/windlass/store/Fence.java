package dev.windlass.store;

/**
 * Arithmetic of fences: generation × 2^31 + counter. The counter stays with the job in every state; the generation is raised
 * when a store may have gone back in time, so that a fence which was issued once is never issued again.
 */
public final class Fence {
    private static final int COUNTER_BITS = 31;
    private static final long COUNTER_MASK = (1L << COUNTER_BITS) - 1;

    private Fence() {}

    /** The fence of the claim that follows {@code last} under this generation. Greater than {@code last}. */
    public static long next(long last, long generation) {
        return (generation << COUNTER_BITS) + counter(last) + 1;
    }

    /** How often the job was claimed. */
    public static long counter(long fence) {
        return fence & COUNTER_MASK;
    }

    /** The generation under which the fence was issued. */
    public static long generation(long fence) {
        return fence >>> COUNTER_BITS;
    }

    /** The generation after a raise: {@code greatest(generation + 1, epoch seconds)}, which also outruns a restored backup. */
    public static long raise(long generation, long epochSeconds) {
        return Math.max(generation + 1, epochSeconds);
    }
}
