package dev.windlass.task;

import java.time.Duration;

/**
 * At most so many starts in a time: in any window of length t no more than {@code burst + count * t / per}, by the store's clock.
 *
 * @param count starts in each period
 * @param per the period; a long one makes the rate fractional, as 1 start in 90 seconds
 * @param burst starts that may follow each other at once after a quiet time
 */
public record Rate(int count, Duration per, int burst) {
    /** Most starts in a period, and most in a burst. */
    public static final int MOST = 1_000_000;

    /** The shortest period. */
    public static final Duration SHORTEST = Duration.ofMillis(1);

    /** The longest period. */
    public static final Duration LONGEST = Duration.ofDays(31);

    public Rate {
        Given.to("a rate", "a period", per);
        requireStarts("rate", count);
        requireStarts("burst", burst);
        if (per.compareTo(SHORTEST) < 0 || per.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("the period of a rate is " + DelayText.words(per) + ", it must be "
                    + DelayText.words(SHORTEST) + " to " + DelayText.words(LONGEST));
        }
    }

    private static void requireStarts(String what, int count) {
        if (count < 1 || count > MOST) {
            throw new IllegalArgumentException("a " + what + " is " + count + " starts, it must be 1 to " + MOST
                    + "; pause a queue that shall start nothing, and take a longer period for less than one");
        }
    }

    /** So many starts in each period, which may all come at once. */
    public static Rate of(int count, Duration per) {
        return new Rate(count, per, count);
    }

    public Rate withBurst(int starts) {
        return new Rate(count, per, starts);
    }

    /** How long it takes until so many more starts are allowed, rounded up to whole microseconds. */
    public Duration timeFor(long starts) {
        var micros = per.toNanos() / 1_000;
        var work = Math.multiplyExact(Math.min(starts, MOST), micros);
        return Duration.ofNanos(1_000 * ((work + count - 1) / count));
    }
}
