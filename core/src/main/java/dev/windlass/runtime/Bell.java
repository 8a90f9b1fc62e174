package dev.windlass.runtime;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Lets callers wait until something is so: they look again at each ring, and now and then without one. Safe for all threads. */
final class Bell {
    /** Longer limits mean the same: no process lives to see their end, and nanoseconds cannot count them. */
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    private long rings;

    synchronized void ring() {
        rings++;
        notifyAll();
    }

    /**
     * Waits until {@code so} answers true, at most {@code limit}; asks at least every {@code look}. Answers whether it became so.
     * The question is asked without any lock held.
     */
    boolean await(BooleanSupplier so, Duration limit, Duration look) throws InterruptedException {
        var end = System.nanoTime() + bounded(limit).toNanos();
        while (true) {
            var heard = rings();
            if (so.getAsBoolean()) {
                return true;
            }
            var left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            awaitRing(heard, Math.min(left, look.toNanos()));
        }
    }

    static Duration bounded(Duration limit) {
        if (limit.isNegative()) {
            return Duration.ZERO;
        }
        return limit.compareTo(FOR_EVER) > 0 ? FOR_EVER : limit;
    }

    private synchronized long rings() {
        return rings;
    }

    private synchronized void awaitRing(long heard, long nanos) throws InterruptedException {
        var end = System.nanoTime() + nanos;
        for (var left = nanos; rings == heard && left > 0; left = end - System.nanoTime()) {
            wait(Math.max(1, left / 1_000_000));
        }
    }
}
