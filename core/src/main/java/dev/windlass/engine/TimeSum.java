package dev.windlass.engine;

import dev.windlass.store.Times;
import java.time.Duration;
import java.util.Arrays;

/** Times as they are added up, one by one and without garbage: {@link Times} in the making. For one thread at a time. */
final class TimeSum {
    private static final long[] BOUNDS =
            Times.BOUNDS.stream().mapToLong(Duration::toNanos).toArray();

    private final long[] within = new long[BOUNDS.length + 1];
    private long count;
    private long nanos;
    private long longest;

    void add(Duration time) {
        var length = time.toNanos();
        count++;
        nanos += length;
        longest = Math.max(longest, length);
        within[part(length)]++;
    }

    private static int part(long length) {
        var part = 0;
        while (part < BOUNDS.length && length > BOUNDS[part]) {
            part++;
        }
        return part;
    }

    Times times() {
        return new Times(
                count,
                Duration.ofNanos(nanos),
                Duration.ofNanos(longest),
                Arrays.stream(within).boxed().toList());
    }
}
