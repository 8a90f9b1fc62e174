package dev.windlass.engine;

import dev.windlass.store.RunTimes;
import java.time.Duration;
import java.util.Arrays;

/** Run times as they are added up, one by one and without garbage: {@link RunTimes} in the making. For one thread at a time. */
final class RunSum {
    private static final long[] BOUNDS =
            RunTimes.BOUNDS.stream().mapToLong(Duration::toNanos).toArray();

    private final long[] within = new long[BOUNDS.length + 1];
    private long count;
    private long nanos;
    private long longest;

    void add(Duration ran) {
        var length = ran.toNanos();
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

    RunTimes times() {
        return new RunTimes(
                count,
                Duration.ofNanos(nanos),
                Duration.ofNanos(longest),
                Arrays.stream(within).boxed().toList());
    }
}
