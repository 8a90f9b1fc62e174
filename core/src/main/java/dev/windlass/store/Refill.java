package dev.windlass.store;

import dev.windlass.task.Rate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * How the tokens of a limit's keys flow in. All that a store keeps of a key is the time at which it has all its tokens again (the
 * generic cell rate algorithm of ITU-T I.371). Unlike what a {@link Bucket} holds, that says nothing about the rate: a limit has any
 * number of keys, and its rate may change under all of them at once.
 *
 * <p>In any window of length t it gives at most burst + t / interval tokens. The interval is rounded up to whole microseconds, in
 * which stores keep time: a rate is kept, or missed by a millionth, and never exceeded.
 *
 * @param interval time in which one token flows in
 * @param burst tokens of a key that was at rest
 */
public record Refill(Duration interval, int burst) {
    private static final Duration GRAIN = Duration.of(1, ChronoUnit.MICROS);

    public static Refill of(Rate rate) {
        var exact = rate.per().dividedBy(rate.count());
        // dividedBy rounds down to a nanosecond, so one is added before rounding up wherever anything was cut off.
        var nanos = exact.multipliedBy(rate.count()).equals(rate.per()) ? exact : exact.plusNanos(1);
        var whole = nanos.truncatedTo(ChronoUnit.MICROS);
        return new Refill(whole.equals(nanos) ? whole : whole.plus(GRAIN), rate.burst());
    }

    /** Tokens of a key that has all of them at {@code full}. Below zero after its rate was lowered. */
    public int tokens(Instant full, Instant now) {
        return full.isAfter(now) ? burst - missing(Duration.between(now, full)) : burst;
    }

    private int missing(Duration untilFull) {
        var flows = untilFull.dividedBy(interval);
        var whole = interval.multipliedBy(flows).equals(untilFull) ? flows : flows + 1;
        return (int) Math.min(whole, Integer.MAX_VALUE / 2);
    }

    /** When a key has so many tokens, at least one and at most its burst. */
    public Instant due(Instant full, int tokens) {
        return full.minus(interval.multipliedBy(Math.max(0, burst - tokens)));
    }

    /** When a key has all its tokens after a token was taken out now. */
    public Instant spend(Instant full, Instant now) {
        return (full.isAfter(now) ? full : now).plus(interval);
    }

    /**
     * When a key has all its tokens after the last one that was taken was put back. No earlier one may be: the key may have run over
     * since, and then a start more would be one too many.
     */
    public Instant putBack(Instant full) {
        return full.minus(interval);
    }
}
