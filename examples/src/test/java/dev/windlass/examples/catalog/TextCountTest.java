package dev.windlass.examples.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TextCountTest {
    @Test
    void lines_are_line_feeds_as_for_wc() throws IOException {
        assertThat(count("one\ntwo")).contains(new TextCount(1, 2));
        assertThat(count("one\r\ntwo\r\n")).contains(new TextCount(2, 2));
    }

    @Test
    void words_are_parted_by_any_white_space() throws IOException {
        assertThat(count(" a\tb\u000Bc\fd  e\n")).contains(new TextCount(1, 5));
    }

    @Test
    void empty_file_is_text() throws IOException {
        assertThat(count("")).contains(new TextCount(0, 0));
    }

    @Test
    void nul_makes_a_file_no_text() throws IOException {
        assertThat(count("text\0")).isEmpty();
    }

    @Test
    void other_encoding_than_utf8_is_no_text() throws IOException {
        assertThat(count("caf\u00e9".getBytes(StandardCharsets.ISO_8859_1))).isEmpty();
    }

    @Test
    void character_cut_off_at_the_end_is_no_text() throws IOException {
        assertThat(count(new byte[] {'a', (byte) 0xE6, (byte) 0x97})).isEmpty();
    }

    @Test
    void character_across_two_blocks_is_text() throws IOException {
        for (var before = 8_189; before <= 8_193; before++) {
            assertThat(count("x".repeat(before) + "\u65e5\n"))
                    .as("after %d bytes", before)
                    .contains(new TextCount(1, 1));
        }
    }

    @Test
    void word_across_two_blocks_is_one() throws IOException {
        assertThat(count("x".repeat(20_000))).contains(new TextCount(0, 1));
    }

    private static Optional<TextCount> count(String text) throws IOException {
        return count(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<TextCount> count(byte[] bytes) throws IOException {
        return TextCount.of(new ByteArrayInputStream(bytes));
    }
}
