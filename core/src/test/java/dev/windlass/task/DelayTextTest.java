package dev.windlass.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DelayTextTest {
    @Nested
    class Parse {
        @ParameterizedTest(name = "{0} is {1}")
        @CsvSource(
                delimiter = '|',
                value = {
                    "1 day 2 hours                  | P1DT2H",
                    "36 hours 4 minutes             | PT36H4M",
                    "0.5 days                       | PT12H",
                    "1 week                         | P7D",
                    "2 weeks                        | P14D",
                    "1 day                          | P1D",
                    "1 hour                         | PT1H",
                    "1 minute                       | PT1M",
                    "1 second                       | PT1S",
                    "1 millisecond                  | PT0.001S",
                    "1 microsecond                  | PT0.000001S",
                    "1 nanosecond                   | PT0.000000001S",
                    "0 seconds                      | PT0S",
                    "1 weeks 1 hours                | P7DT1H",
                    "520 weeks                      | P3640D",
                    "365250 days                    | P365250D",
                    "0004 minutes                   | PT4M",
                })
        void units_in_full(String text, Duration expected) {
            assertThat(DelayText.parse(text)).isEqualTo(expected);
        }

        @ParameterizedTest(name = "{0} is {1}")
        @CsvSource(
                delimiter = '|',
                value = {
                    "2w    | P14D",
                    "2wk   | P14D",
                    "2 wks | P14D",
                    "3d    | P3D",
                    "4h    | PT4H",
                    "4 hr  | PT4H",
                    "4hrs  | PT4H",
                    "5m    | PT5M",
                    "5min  | PT5M",
                    "5mins | PT5M",
                    "6s    | PT6S",
                    "6sec  | PT6S",
                    "6secs | PT6S",
                    "7ms   | PT0.007S",
                    "7msec | PT0.007S",
                    "7 millis | PT0.007S",
                    "8us   | PT0.000008S",
                    "8µs   | PT0.000008S",
                    "8μs   | PT0.000008S",
                    "8 micros | PT0.000008S",
                    "9ns   | PT0.000000009S",
                    "9 nanos | PT0.000000009S",
                    "1h30m | PT1H30M",
                    "1d2h3m4s5ms | P1DT2H3M4.005S",
                })
        void units_abbreviated(String text, Duration expected) {
            assertThat(DelayText.parse(text)).isEqualTo(expected);
        }

        @ParameterizedTest(name = "{0} is {1}")
        @CsvSource(
                delimiter = '|',
                value = {
                    "1 day, 2 hours                 | P1DT2H",
                    "1 day,2 hours                  | P1DT2H",
                    "1 day and 2 hours              | P1DT2H",
                    "1 day, and 2 hours             | P1DT2H",
                    "1 day, 2 hours and 3 minutes   | P1DT2H3M",
                    "1   day \t 2    hours          | P1DT2H",
                    "'  5 minutes  '                | PT5M",
                    "1\u00a0day 2\u2009hours        | P1DT2H",
                    "1 DAY 2 Hours                  | P1DT2H",
                    "5M                             | PT5M",
                    "2 hours 1 day                  | P1DT2H",
                })
        void joints_spaces_case_and_order(String text, Duration expected) {
            assertThat(DelayText.parse(text)).isEqualTo(expected);
        }

        @ParameterizedTest(name = "{0} is {1}")
        @CsvSource(
                delimiter = '|',
                value = {
                    "1.5 hours                      | PT1H30M",
                    ".5 hours                       | PT30M",
                    "0.1 days 0.2 hours             | PT2H36M",
                    "0.000000001 seconds            | PT0.000000001S",
                    "1.000000001 s                  | PT1.000000001S",
                    "0.0000000001 s                 | PT0.000000001S",
                    "0.333333333333333333 h         | PT20M",
                    "0.1 ns 0.0001 us               | PT0.000000001S",
                })
        void fractions_are_exact_and_rounded_up_to_a_nanosecond(String text, Duration expected) {
            assertThat(DelayText.parse(text)).isEqualTo(expected);
        }

        @ParameterizedTest
        @CsvSource({
            "now",
            "NOW",
            "' now '",
            "5 seconds ago",
            "1 day 2 hours AGO",
            "5s ago",
            "999999999 weeks ago",
            "0 ms"
        })
        void past_and_present_are_now(String text) {
            assertThat(DelayText.parse(text)).isZero();
        }
    }

    @Nested
    class Refusals {
        @ParameterizedTest(name = "{0}: {1}")
        @CsvSource(
                delimiter = '|',
                value = {
                    "''             | delay is empty; write for example \"1 day 2 hours\" or \"now\"",
                    "' \t '         | delay is empty; write for example \"1 day 2 hours\" or \"now\"",
                    "5 fortnights   | delay \"5 fortnights\" has the unknown unit \"fortnights\"; write weeks, days, ",
                    "1 dayand 2 h   | has the unknown unit \"dayand\"",
                    "1e3 s          | has the unknown unit \"e\"",
                    "1 month        | counts in \"month\", which has no fixed length; write days, or give an Instant",
                    "2 years        | counts in \"years\", which has no fixed length; write days, or give an Instant",
                    "day            | has no number before \"day\"",
                    "tomorrow       | has no number before \"tomorrow\"",
                    "1 day hours    | has no number before \"hours\"",
                    "ago            | has no number before \"ago\"",
                    "now ago        | has no number before \"now\"",
                    "and 5 minutes  | has no number before \"and\"",
                    "5              | has no unit after \"5\"",
                    "5 ago          | has no unit after \"5\"",
                    "1 day 2        | has no unit after \"2\"",
                    "1,000 ms       | has no unit after \"1\"",
                    "0.5.5 h        | has no unit after \"0.5.5\"",
                    "-5 seconds     | is negative; write \"now\", or \"5 seconds ago\" for a time that has passed",
                    "−5 seconds     | has a stray \"−\"",
                    "1 day -5 hours | is negative",
                    "+5 seconds     | has a stray \"+\"",
                    ", 5 seconds    | has a stray \",\"",
                    "1 day; 2 hours | has a stray \";\"",
                    "1 day,, 2 h    | has a stray \",\"",
                    "٣ days         | has a stray \"٣\"",
                    "5. days        | has no unit after \"5.\"",
                    "1 day,         | ends where an amount should follow",
                    "1 day and      | ends where an amount should follow",
                    "1 h 30 m 5 hrs | counts hours twice; add them up",
                    "365250 days 1ns| is longer than the limit of 365250 days; give a shorter one",
                    "99999999999999999999999999 weeks | is longer than the limit of 365250 days",
                })
        void each_is_one_sentence_with_a_remedy(String text, String sentence) {
            assertRefused(text, sentence);
        }

        @Test
        void long_text_is_refused_before_it_is_read() {
            assertRefused(
                    "1".repeat(1_000_000),
                    "delay is a text of 1000000 characters, the limit is 200; write for example");
        }

        @Test
        void control_characters_do_not_reach_the_message() {
            assertRefused("5 \u001b[31m\n\u202eminutes", "delay \"5 ?[31m??minutes\" has no unit after \"5\"");
        }

        @Test
        void no_text_escapes_as_another_exception() {
            var alphabet = "0123456789.,- \tdhmsnowagandyeark\u00a0\u0000";
            ForAll.of(random -> random.ints(random.nextInt(12), 0, alphabet.length())
                            .collect(StringBuilder::new, (text, i) -> text.append(alphabet.charAt(i)), (a, b) -> {})
                            .toString())
                    .times(20_000)
                    .hold(DelayTextTest::parsesOrIsRefused);
        }
    }

    @Nested
    class Format {
        @ParameterizedTest(name = "{0} is {1}")
        @CsvSource(
                delimiter = '|',
                value = {
                    "PT0S              | now",
                    "P1DT2H            | 1 day 2 hours",
                    "PT36H4M           | 1 day 12 hours 4 minutes",
                    "P14D              | 14 days",
                    "PT1.5S            | 1 second 500 milliseconds",
                    "PT0.000001002S    | 1 microsecond 2 nanoseconds",
                    "P365250D          | 365250 days",
                })
        void whole_units_from_days_to_nanoseconds(Duration delay, String expected) {
            assertThat(DelayText.format(delay)).isEqualTo(expected);
        }

        @ParameterizedTest(name = "{0} is {1} in a sentence")
        @CsvSource(
                delimiter = '|',
                value = {
                    "PT0S                 | 0 seconds",
                    "PT5M                 | 5 minutes",
                    "PT-5M                | -5 minutes",
                    "P365251D             | 365251 days",
                    "P365250DT0.001S      | over 365250 days",
                })
        void every_duration_has_its_words(Duration length, String expected) {
            assertThat(DelayText.words(length)).isEqualTo(expected);
        }

        @Test
        void what_is_written_is_read_as_the_same_duration() {
            ForAll.of(DelayTextTest::randomDelay)
                    .times(10_000)
                    .hold(delay ->
                            assertThat(DelayText.parse(DelayText.format(delay))).isEqualTo(delay));
        }

        @Test
        void the_longest_text_that_is_written_can_be_read() {
            var delay = DelayText.LONGEST.minusNanos(1);

            assertThat(DelayText.parse(DelayText.format(delay))).isEqualTo(delay);
        }

        @ParameterizedTest
        @CsvSource({"PT-0.000000001S", "P365250DT0.000000001S", "PT2562047788015215H"})
        void delays_outside_the_bounds_are_refused(Duration delay) {
            assertThatThrownBy(() -> DelayText.format(delay))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("delay is " + delay + ", it must be from zero to 365250 days");
        }
    }

    /** Of every size: drawn by its number of bits, and often of whole units only; a long of nanoseconds ends after 292 years. */
    private static Duration randomDelay(Random random) {
        long nanos = (random.nextLong() & Long.MAX_VALUE) >>> random.nextInt(Long.SIZE);
        long grain = new long[] {1, 1_000_000, 1_000_000_000, 3_600_000_000_000L}[random.nextInt(4)];
        return Duration.ofNanos(nanos - nanos % grain);
    }

    private static void parsesOrIsRefused(String text) {
        try {
            assertThat(DelayText.parse(text)).isBetween(Duration.ZERO, DelayText.LONGEST);
        } catch (IllegalArgumentException refusal) {
            assertThat(refusal).hasMessageStartingWith("delay ");
        }
    }

    private static void assertRefused(String text, String sentence) {
        assertThatThrownBy(() -> DelayText.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence);
    }
}
