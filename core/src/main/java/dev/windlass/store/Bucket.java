package dev.windlass.store;

import dev.windlass.task.Rate;

/**
 * The starts that a rate still allows, as a store keeps them: how full the bucket was after its last start, and when that was.
 *
 * <p>All in whole numbers, so that nothing is gained by rounding: a start weighs as much as its period has microseconds, and each
 * microsecond brings {@link Rate#count}. Immutable.
 *
 * @param level what was left after the last start
 * @param at when that was, in microseconds since 1970 by the store's clock
 */
public record Bucket(long level, long at) {
    /** Nobody has taken anything from it yet. */
    public static Bucket full(Rate rate, long now) {
        return new Bucket(capacity(rate), now);
    }

    /** Starts that are allowed now. */
    public int starts(Rate rate, long now) {
        return Math.toIntExact(level(rate, now) / weight(rate));
    }

    /** The bucket after so many starts, which must be allowed. */
    public Bucket take(Rate rate, int starts, long now) {
        var left = level(rate, now) - starts * weight(rate);
        if (left < 0) {
            throw new IllegalArgumentException(starts + " starts are more than " + rate + " allows now");
        }
        return new Bucket(left, Math.max(now, at));
    }

    /**
     * One start that was taken at {@code taken} did not happen. Given back only if nothing was taken since: then the bucket is as
     * if it had never been taken. Otherwise it may have run over meanwhile, and a start more could be one too many.
     */
    public Bucket giveBack(Rate rate, long taken) {
        return taken == at ? new Bucket(Math.min(capacity(rate), level + weight(rate)), at) : this;
    }

    /** The bucket of another rate, with the whole starts that this one held. */
    public Bucket under(Rate before, Rate after, long now) {
        var starts = Math.min(starts(before, now), after.burst());
        return new Bucket(starts * weight(after), Math.max(now, at));
    }

    /** Microseconds until another start is allowed, 0 if one is. */
    public long wait(Rate rate, long now) {
        var missing = weight(rate) - level(rate, now);
        return missing <= 0 ? 0 : (missing + rate.count() - 1) / rate.count();
    }

    private long level(Rate rate, long now) {
        var capacity = capacity(rate);
        var passed = Math.max(0, now - at);
        // Compared by dividing, since after a long rest the product would overflow.
        return passed >= (capacity - level) / rate.count() + 1
                ? capacity
                : Math.min(capacity, level + passed * rate.count());
    }

    private static long weight(Rate rate) {
        // Rounded up: a period that is not whole microseconds must not run faster.
        return (rate.per().toNanos() + 999) / 1_000;
    }

    private static long capacity(Rate rate) {
        return rate.burst() * weight(rate);
    }
}
