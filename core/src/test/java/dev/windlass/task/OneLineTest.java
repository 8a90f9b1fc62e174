package dev.windlass.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OneLineTest {
    private static final String FORGED = "x\r\n2026-11-22 ERROR forged\u001b[2J\u202e";

    @Test
    void what_breaks_steers_or_turns_a_line_is_written_as_an_escape() {
        assertThat(OneLine.of("a\nb\r\tc\u001b[31m\u0085\u2028\u202ed\uD800"))
                .isEqualTo("a\\nb\\r\\tc\\u001b[31m\\u0085\\u2028\\u202ed\\ud800");
    }

    @Test
    void other_text_stays_as_it_is() {
        var text = "Grüße, 東京 \uD83D\uDE00, a\\nb, $1";

        assertThat(OneLine.of(text)).isEqualTo(text);
    }

    static List<ThrowingCallable> refusals() {
        return Stream.<ThrowingCallable>of(
                        () -> Task.named(FORGED, String.class),
                        () -> Queue.named(FORGED),
                        () -> Limit.named(FORGED).mutex(),
                        () -> Options.DEFAULT.tag(FORGED),
                        () -> Options.DEFAULT.header(FORGED, "x"),
                        () -> Options.in(FORGED),
                        () -> JobId.parse(FORGED),
                        () -> KeyRing.of(FORGED, new byte[32]),
                        () -> Codec.json().decode(Content.json(FORGED), String.class),
                        () -> Codec.json().decode(Content.json("\u001b[2J"), String.class),
                        () -> Codec.json().decode(Content.json("{\"a\\nb\": 1}"), Point.class),
                        () -> Codec.json().decode(Content.json("{\"x\": \"a\\nb\"}"), Point.class))
                .toList();
    }

    record Point(int x) {}

    @ParameterizedTest
    @MethodSource("refusals")
    void every_refusal_that_quotes_what_was_given_is_one_line(ThrowingCallable refused) {
        assertThatThrownBy(refused)
                .message()
                .isNotBlank()
                .isEqualTo(OneLine.of(catching(refused)))
                .hasLineCount(1);
    }

    private static String catching(ThrowingCallable refused) {
        return String.valueOf(catchThrowable(refused).getMessage());
    }
}
