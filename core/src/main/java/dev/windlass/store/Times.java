package dev.windlass.store;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * How long runs or waits took, without keeping each: their number, sum, longest, and how many were within each bound.
 *
 * @param within counts of those no longer than each of {@link #BOUNDS} and longer than the one before; the last are those beyond
 */
public record Times(long count, Duration sum, Duration longest, List<Long> within) {
    /** Each ten times the one before, but for the last two: people think in minutes there. */
    public static final List<Duration> BOUNDS = List.of(
            Duration.ofMillis(1),
            Duration.ofMillis(10),
            Duration.ofMillis(100),
            Duration.ofSeconds(1),
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            Duration.ofMinutes(10));

    /** None. */
    public static final Times NONE =
            new Times(0, Duration.ZERO, Duration.ZERO, Collections.nCopies(BOUNDS.size() + 1, 0L));

    public Times {
        within = List.copyOf(within);
        if (within.size() != BOUNDS.size() + 1) {
            throw new IllegalArgumentException(
                    "times are counted in " + (BOUNDS.size() + 1) + " parts, here are " + within.size());
        }
    }

    /** One time. */
    public static Times of(Duration length) {
        var part = IntStream.range(0, BOUNDS.size())
                .filter(index -> length.compareTo(BOUNDS.get(index)) <= 0)
                .findFirst()
                .orElse(BOUNDS.size());
        return new Times(
                1,
                length,
                length,
                LongStream.rangeClosed(0, BOUNDS.size())
                        .map(index -> index == part ? 1 : 0)
                        .boxed()
                        .toList());
    }

    /** Both together. */
    public Times plus(Times other) {
        return new Times(
                count + other.count,
                sum.plus(other.sum),
                longest.compareTo(other.longest) < 0 ? other.longest : longest,
                IntStream.range(0, within.size())
                        .mapToObj(index -> within.get(index) + other.within.get(index))
                        .toList());
    }

    /** The average, zero where there was none. */
    public Duration mean() {
        return count == 0 ? Duration.ZERO : sum.dividedBy(count);
    }

    /** A time within which at least this share of them was: one of the bounds, or the longest. */
    public Duration within(double share) {
        var wanted = (long) Math.ceil(count * share);
        var sofar = 0L;
        for (var index = 0; index < BOUNDS.size(); index++) {
            sofar += within.get(index);
            if (sofar >= wanted) {
                return BOUNDS.get(index).compareTo(longest) < 0 ? BOUNDS.get(index) : longest;
            }
        }
        return longest;
    }
}
