package dev.windlass.store;

import java.time.Duration;

/**
 * Over which time, up to now, and in slices of which length.
 *
 * @param last how far back; the first slice reaches a little further, to its beginning
 */
public record StatisticsQuery(Duration last, Duration slice) {
    /** As far back as counts are kept. */
    public static final Duration LONGEST = Duration.ofDays(2);

    /** Workers append no more often. */
    public static final Duration SHORTEST_SLICE = Duration.ofSeconds(10);

    /** Most slices of one answer. */
    public static final int MOST_SLICES = 1_000;

    public StatisticsQuery {
        if (last.isNegative() || last.isZero() || last.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "statistics of the last " + last + " were asked for; they are kept for " + LONGEST);
        }
        if (slice.compareTo(SHORTEST_SLICE) < 0 || slice.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "a slice of statistics is " + slice + ", it must be " + SHORTEST_SLICE + " to " + LONGEST);
        }
        if (last.dividedBy(slice) >= MOST_SLICES) {
            throw new IllegalArgumentException("statistics of the last " + last + " in slices of " + slice
                    + " are over the limit of " + MOST_SLICES + " slices; ask for longer ones");
        }
    }
}
