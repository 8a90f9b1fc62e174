package dev.windlass.task;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.task.Retry.Decision;
import dev.windlass.task.Retry.Failed;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryTest {
    private static final Decision EXHAUSTED = new Decision.Exhausted();
    private static final Retry EVERY_SECOND = Retry.fixed(ofSeconds(1));

    @Nested
    class Waits {
        @ParameterizedTest(name = "attempt {0}, chance {1}: {2} s")
        @CsvSource({"1, 0.5, 0.5", "2, 0.5, 1", "5, 0.5, 8", "10, 0.5, 256", "11, 0.5, 300", "99, 0.5, 300", "3, 0, 0"})
        void exponential_is_a_share_of_the_doubled_wait(int attempt, double chance, double seconds) {
            var retry = Retry.exponential(ofSeconds(1), ofMinutes(10)).unlimited();

            assertThat(retry.decide(failed(attempt), chance))
                    .isEqualTo(again(Duration.ofMillis((long) (seconds * 1_000))));
        }

        @ParameterizedTest(name = "attempt {0}: {1} s")
        @CsvSource({"1, 30", "2, 60", "3, 90", "4, 100", "2147483646, 100"})
        void linear_grows_by_its_step_up_to_the_cap(int attempt, long seconds) {
            var retry = Retry.linear(ofSeconds(30), ofSeconds(100)).unlimited();

            assertThat(retry.decide(failed(attempt), 0.3)).isEqualTo(again(ofSeconds(seconds)));
        }

        @ParameterizedTest(name = "attempt {0}: {1} s")
        @CsvSource({"1, 10", "2, 20", "3, 40", "4, 80", "5, 160", "6, 240", "7, 300", "8, 300"})
        void doublings_follow_app_engine_without_jitter(int attempt, long seconds) {
            var retry = Retry.doublings(ofSeconds(10), ofSeconds(300), 3);

            assertThat(retry.decide(failed(attempt), 0.3)).isEqualTo(again(ofSeconds(seconds)));
        }

        @Test
        void jitter_can_be_added_to_any_policy() {
            assertThat(EVERY_SECOND.jitter(0.5).decide(failed(1), 0)).isEqualTo(again(Duration.ofMillis(500)));
        }

        @Test
        void jitter_can_be_read_from_the_policy() {
            assertThat(Retry.exponential(ofSeconds(1), ofMinutes(1)).backoff().jitter())
                    .isEqualTo(Backoff.FULL_JITTER);
            assertThat(EVERY_SECOND.backoff().jitter()).isEqualTo(Backoff.NO_JITTER);
        }
    }

    @Nested
    class Limits {
        @Test
        void attempts_count_the_first_one() {
            var retry = EVERY_SECOND.attempts(3);

            assertThat(retry.decide(failed(2), 0)).isEqualTo(again(ofSeconds(1)));
            assertThat(retry.decide(failed(3), 0)).isEqualTo(EXHAUSTED);
        }

        @Test
        void none_ends_with_the_first_failure() {
            assertThat(Retry.none().decide(failed(1), 0)).isEqualTo(EXHAUSTED);
        }

        @Test
        void age_alone_takes_the_place_of_the_default_attempts() {
            var retry = EVERY_SECOND.within(ofHours(1));

            assertThat(retry.decide(failed(1_000, ofHours(1)), 0)).isEqualTo(again(ofSeconds(1)));
            assertThat(retry.decide(failed(1, ofHours(1).plusNanos(1)), 0)).isEqualTo(EXHAUSTED);
        }

        @ParameterizedTest(name = "attempt {0} at {1} min: exhausted {2}")
        @CsvSource({"7, 60, false", "8, 60, false", "7, 61, false", "8, 61, true", "9, 600, true"})
        void both_limits_must_be_reached_in_whatever_order_they_were_given(int attempt, long minutes, boolean end) {
            var expected = end ? EXHAUSTED : again(ofSeconds(1));
            var failed = failed(attempt, ofMinutes(minutes));

            assertThat(EVERY_SECOND.attempts(8).within(ofHours(1)).decide(failed, 0))
                    .isEqualTo(expected);
            assertThat(EVERY_SECOND.within(ofHours(1)).attempts(8).decide(failed, 0))
                    .isEqualTo(expected);
        }

        @Test
        void retries_are_finite_unless_asked_otherwise() {
            assertThat(EVERY_SECOND.decide(failed(Retry.DEFAULT_ATTEMPTS - 1), 0))
                    .isEqualTo(again(ofSeconds(1)));
            assertThat(EVERY_SECOND.decide(failed(Retry.DEFAULT_ATTEMPTS), 0)).isEqualTo(EXHAUSTED);
        }

        @Test
        void unlimited_goes_on() {
            assertThat(EVERY_SECOND.unlimited().decide(failed(1_000_000, Duration.ofDays(3_650)), 0))
                    .isEqualTo(again(ofSeconds(1)));
        }

        @Test
        void age_below_zero_counts_as_zero() {
            assertThat(failed(1, ofSeconds(-5)).age()).isZero();
        }
    }

    @Nested
    class Standard {
        private final Retry standard = Retry.standard();

        @Test
        void waits_add_up_to_sixty_three_hours_at_most() {
            var sum = IntStream.range(1, Retry.DEFAULT_ATTEMPTS)
                    .mapToObj(standard.backoff()::longestBefore)
                    .reduce(Duration.ZERO, Duration::plus);

            assertThat(sum.toHours()).isEqualTo(63);
        }

        @Test
        void jitter_is_full() {
            assertThat(standard.decide(failed(1), 0)).isEqualTo(again(Duration.ZERO));
        }
    }

    @Nested
    class ByException {
        private final Retry retry = EVERY_SECOND
                .on(IOException.class, Retry.fixed(ofSeconds(2)))
                .on(FileNotFoundException.class, Retry.none())
                .on(Exception.class, Retry.fixed(ofSeconds(3)));

        @Test
        void the_nearest_superclass_wins() {
            assertThat(retry.decide(failed(new FileNotFoundException()), 0)).isEqualTo(EXHAUSTED);
            assertThat(retry.decide(failed(new java.net.SocketTimeoutException()), 0))
                    .isEqualTo(again(ofSeconds(2)));
            assertThat(retry.decide(failed(new IllegalStateException()), 0)).isEqualTo(again(ofSeconds(3)));
        }

        @Test
        void others_follow_the_outer_policy() {
            assertThat(retry.decide(failed(new StackOverflowError()), 0)).isEqualTo(again(ofSeconds(1)));
        }

        @Test
        void causes_are_not_asked() {
            assertThat(retry.decide(failed(new UncheckedIOException(new FileNotFoundException())), 0))
                    .isEqualTo(again(ofSeconds(3)));
        }

        @Test
        void its_policy_brings_its_own_limits() {
            var retry = EVERY_SECOND.attempts(3).on(IOException.class, Retry.fixed(ofSeconds(2)));

            assertThat(retry.decide(new Failed(3, Duration.ZERO, IOException.class), 0))
                    .isEqualTo(again(ofSeconds(2)));
        }

        @Test
        void naming_an_exception_again_replaces_its_policy() {
            var replaced = retry.on(FileNotFoundException.class, Retry.fixed(ofSeconds(4)));

            assertThat(replaced.decide(failed(new FileNotFoundException()), 0)).isEqualTo(again(ofSeconds(4)));
        }

        @Test
        void outer_policy_stays_as_it_was() {
            assertThat(EVERY_SECOND.exceptions()).isEmpty();
        }

        @Test
        void exceptions_within_exceptions_are_refused() {
            assertRefused(
                    () -> EVERY_SECOND.on(RuntimeException.class, retry),
                    "retry policy for java.lang.RuntimeException has policies for exceptions of its own");
        }
    }

    @Nested
    class Values {
        @Test
        void policies_built_alike_are_equal() {
            assertThat(Retry.exponential(ofSeconds(1), ofMinutes(10))
                            .within(ofHours(1))
                            .attempts(8))
                    .isEqualTo(Retry.exponential(ofSeconds(1), ofMinutes(10))
                            .attempts(8)
                            .within(ofMinutes(60)));
        }

        @Test
        void the_same_failure_and_draw_give_the_same_decision() {
            ForAll.of(random -> new Failed(1 + random.nextInt(30), ofSeconds(random.nextInt(99_999)), Error.class))
                    .hold(failed -> assertThat(Retry.standard().decide(failed, 0.7))
                            .isEqualTo(Retry.standard().decide(failed, 0.7)));
        }
    }

    @Nested
    class Refusals {
        @ParameterizedTest
        @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
        void attempts_below_one_are_refused(int attempts) {
            assertRefused(
                    () -> EVERY_SECOND.attempts(attempts),
                    "attempts of a retry policy is " + attempts + ", the least is 1, the first attempt");
        }

        @ParameterizedTest
        @CsvSource({"PT0S,0 seconds", "PT-1S,-1 second", "P365250DT0.000000001S,over 365250 days"})
        void age_outside_its_bounds_is_refused(Duration age, String words) {
            assertRefused(
                    () -> EVERY_SECOND.within(age),
                    "age limit of a retry policy is " + words + ", it must be above zero and at most 365250 days");
        }

        @Test
        void zero_wait_is_refused() {
            assertRefused(
                    () -> Retry.fixed(Duration.ZERO), "the least is 1 millisecond; give a longer one, or Retry.none()");
        }

        @Test
        void attempt_nought_is_refused() {
            assertRefused(() -> failed(0), "attempt is 0, attempts are counted from 1");
        }

        @Test
        void chance_is_checked_even_for_the_last_attempt() {
            assertRefused(() -> Retry.none().decide(failed(1), 1), "chance is 1.0");
        }
    }

    private static Decision again(Duration after) {
        return new Decision.Later(after);
    }

    private static Failed failed(int attempt) {
        return failed(attempt, Duration.ZERO);
    }

    private static Failed failed(int attempt, Duration age) {
        return new Failed(attempt, age, IllegalStateException.class);
    }

    private static Failed failed(Throwable error) {
        return new Failed(1, Duration.ZERO, error.getClass());
    }

    private static void assertRefused(Runnable call, String sentence) {
        assertThatThrownBy(call::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence);
    }
}
