package dev.windlass.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackoffTest {
    private static final double JUST_BELOW_ONE = Math.nextDown(1.0);

    @Nested
    class Formula {
        /** The vectors of App Engine's SDK and documentation, in seconds. */
        @ParameterizedTest(name = "{0}, {1}, {2}: {3}")
        @CsvSource({
            "10,  300,  3,  10 20 40 80 160 240 300 300",
            "10,  200,  0,  10 20 30 40 50 60 70 80 90 100 110 120 130 140 150 160 170 180 190 200 200",
            "10,  200,  3,  10 20 40 80 160 200 200",
            "0.1, 3600, 3,  0.1 0.2 0.4 0.8 1.6 2.4 3.2",
            "0.1, 2,    16, 0.1 0.2 0.4 0.8 1.6 2 2",
            "5,   100,  1,  5 10 20 30 40 50",
            "2,   60,   2,  2 4 8 16 24 32 40 48 56 60",
        })
        void app_engines_vectors_hold(BigDecimal min, BigDecimal max, int doublings, String waits) {
            var backoff = new Backoff(seconds(min), seconds(max), doublings, Backoff.NO_JITTER);
            var expected = Arrays.stream(waits.split(" "))
                    .map(wait -> seconds(new BigDecimal(wait)))
                    .toList();

            assertThat(IntStream.rangeClosed(1, expected.size()).mapToObj(backoff::longestBefore))
                    .isEqualTo(expected);
        }

        @Test
        void any_backoff_equals_the_formula_in_unbounded_numbers() {
            ForAll.of(Case::random).times(20_000).hold(drawn -> {
                int doubled = Math.min(drawn.retry - 1, drawn.backoff.doublings());
                var uncapped = BigInteger.valueOf(drawn.backoff.first().toNanos())
                        .shiftLeft(Math.min(doubled, 200))
                        .multiply(BigInteger.valueOf((long) drawn.retry - doubled));
                var capped = uncapped.min(BigInteger.valueOf(drawn.backoff.cap().toNanos()));

                assertThat(drawn.backoff.longestBefore(drawn.retry).toNanos()).isEqualTo(capped.longValueExact());
            });
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 1, 16, 61, 62, 63, 64, 70, Integer.MAX_VALUE})
        void retries_without_number_stay_at_the_cap(int doublings) {
            var backoff = new Backoff(Backoff.SHORTEST, Duration.ofMinutes(10), doublings, Backoff.NO_JITTER);

            assertThat(backoff.longestBefore(Integer.MAX_VALUE)).isEqualTo(Duration.ofMinutes(10));
        }
    }

    @Nested
    class Jitter {
        @Test
        void none_waits_exactly_whatever_the_chance() {
            ForAll.of(Case::random)
                    .hold(drawn -> assertThat(drawn.backoff.withJitter(0).before(drawn.retry, drawn.chance))
                            .isEqualTo(drawn.backoff.longestBefore(drawn.retry)));
        }

        @Test
        void full_is_spread_from_nothing_to_the_whole_wait() {
            var full = new Backoff(Duration.ofSeconds(8), Duration.ofMinutes(1), 3, Backoff.FULL_JITTER);

            assertThat(full.before(1, 0)).isZero();
            assertThat(full.before(1, 0.25)).isEqualTo(Duration.ofSeconds(2));
            assertThat(full.before(1, JUST_BELOW_ONE)).isBetween(Duration.ofMillis(7_999), Duration.ofSeconds(8));
        }

        @Test
        void half_waits_at_least_half() {
            var half = new Backoff(Duration.ofSeconds(8), Duration.ofMinutes(1), 3, 0.5);

            assertThat(half.before(1, 0)).isEqualTo(Duration.ofSeconds(4));
            assertThat(half.before(1, 0.5)).isEqualTo(Duration.ofSeconds(6));
        }

        @Test
        void any_wait_is_at_least_the_steady_share_and_never_above_the_cap() {
            ForAll.of(Case::random).times(20_000).hold(drawn -> {
                var whole = drawn.backoff.longestBefore(drawn.retry);
                double steady = whole.toNanos() * (1 - drawn.backoff.jitter());
                var wait = drawn.backoff.before(drawn.retry, drawn.chance);

                assertThat(wait).isBetween(Duration.ofNanos((long) (steady * 0.999_999)), whole);
            });
        }
    }

    @Nested
    class Refusals {
        @Test
        void first_wait_below_a_millisecond_is_refused() {
            assertRefused(
                    () -> new Backoff(Duration.ofNanos(999_999), Duration.ofSeconds(1), 0, 0),
                    "first wait of a backoff is 999 microseconds 999 nanoseconds, the least is 1 millisecond");
        }

        @Test
        void cap_above_a_year_is_refused() {
            assertRefused(
                    () -> new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(Long.MAX_VALUE), 0, 0),
                    "the limit is 365 days");
        }

        @Test
        void first_wait_above_the_cap_is_refused() {
            assertRefused(
                    () -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1), 0, 0),
                    "first wait of a backoff is 2 seconds, longer than its cap of 1 second");
        }

        @Test
        void negative_doublings_are_refused() {
            assertRefused(
                    () -> new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(1), -1, 0),
                    "doublings of a backoff is -1, the least is 0");
        }

        @ParameterizedTest
        @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
        void jitter_outside_nought_to_one_is_refused(double jitter) {
            assertRefused(
                    () -> new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(1), 0, jitter),
                    "jitter of a backoff is " + jitter + ", it must be from 0 to 1");
        }

        @ParameterizedTest
        @ValueSource(doubles = {-0.1, 1, Double.NaN})
        void chance_outside_its_range_is_refused(double chance) {
            var backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(1), 0, 0);

            assertRefused(
                    () -> backoff.before(1, chance), "chance is " + chance + ", it must be at least 0 and below 1");
        }

        @Test
        void retry_nought_is_refused() {
            var backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(1), 0, 0);

            assertRefused(() -> backoff.longestBefore(0), "retry is 0, retries are counted from 1");
        }
    }

    /** Bounds of every size, not only large ones: lengths are drawn by their number of bits. */
    private record Case(Backoff backoff, int retry, double chance) {
        static Case random(Random random) {
            long cap = between(random, Backoff.SHORTEST.toNanos(), Backoff.LONGEST.toNanos());
            long first = between(random, Backoff.SHORTEST.toNanos(), cap);
            int doublings = random.nextInt() >>> random.nextInt(32) & Integer.MAX_VALUE;
            int retry = (int) between(random, 1, Integer.MAX_VALUE);
            double chance = random.nextInt(10) == 0 ? JUST_BELOW_ONE : random.nextDouble();
            double jitter = random.nextInt(3) == 0 ? Backoff.FULL_JITTER : random.nextDouble();
            return new Case(
                    new Backoff(Duration.ofNanos(first), Duration.ofNanos(cap), doublings, jitter), retry, chance);
        }

        private static long between(Random random, long least, long most) {
            long drawn = (random.nextLong() & Long.MAX_VALUE) >>> random.nextInt(Long.SIZE - 1);
            return Math.max(least, Math.min(most, drawn));
        }
    }

    private static Duration seconds(BigDecimal seconds) {
        return Duration.ofNanos(seconds.movePointRight(9).longValueExact());
    }

    private static void assertRefused(Runnable call, String sentence) {
        assertThatThrownBy(call::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence);
    }
}
