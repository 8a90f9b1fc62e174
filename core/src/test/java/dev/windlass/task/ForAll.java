package dev.windlass.task;

import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Checks that something holds for many random values.
 *
 * <pre>{@code
 * ForAll.of(random -> random.nextInt(100)).times(1_000).hold(n -> assertThat(n).isLessThan(100));
 * }</pre>
 *
 * <p>Seeds are 1, 2, 3, ..., so that a build is never red by luck. A failure names its value and its seed;
 * {@code -Dwindlass.seed=N} begins at that seed, so that it is the first to fail.
 *
 * @param values draws a value from the random source it is given, and from nothing else
 * @param times how many values are tried
 */
public record ForAll<T>(Function<Random, T> values, int times) {
    private static final int DEFAULT_TIMES = 1_000;
    private static final String FIRST_SEED = "windlass.seed";

    /** Random.new spreads neighbouring seeds badly: their first draws differ by little. The golden ratio parts them. */
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    public static <T> ForAll<T> of(Function<Random, T> values) {
        return new ForAll<>(values, DEFAULT_TIMES);
    }

    public ForAll<T> times(int count) {
        return new ForAll<>(values, count);
    }

    /** Runs the claim on each value; it fails by throwing, as an assertion does. */
    public void hold(Consumer<T> claim) {
        long first = Long.getLong(FIRST_SEED, 1);
        for (long seed = first; seed < first + times; seed++) {
            var value = values.apply(new Random(seed * GOLDEN_RATIO));
            try {
                claim.accept(value);
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError(
                        "does not hold for " + value + ", seed " + seed + " (-D" + FIRST_SEED + "=" + seed + "): "
                                + failure.getMessage(),
                        failure);
            }
        }
    }
}
