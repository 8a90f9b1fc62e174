package dev.windlass.examples.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Lines and words of a text as {@code wc} counts them in the C locale: line feeds, and runs of anything but ASCII white space.
 *
 * <p>Text is what is UTF-8 throughout and has no NUL. To look at the first block alone, as {@code git} does, would take a small
 * binary file for text when it happens to have no NUL.
 */
record TextCount(long lines, long words) {
    private static final int BLOCK = 8_192;

    /** Counts a stream to its end; empty as soon as it proves not to be text, with some of the stream still to be read. */
    static Optional<TextCount> of(InputStream bytes) throws IOException {
        var reader = new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder());
        var block = new char[BLOCK];
        var lines = 0L;
        var words = 0L;
        var inWord = false;
        try {
            for (var length = reader.read(block); length >= 0; length = reader.read(block)) {
                for (var at = 0; at < length; at++) {
                    var letter = block[at];
                    if (letter == 0) {
                        return Optional.empty();
                    }
                    var space = letter == ' ' || (letter >= '\t' && letter <= '\r');
                    lines += letter == '\n' ? 1 : 0;
                    words += !space && !inWord ? 1 : 0;
                    inWord = !space;
                }
            }
            return Optional.of(new TextCount(lines, words));
        } catch (CharacterCodingException e) {
            // Not UTF-8, so not text: an answer, not a fault.
            return Optional.empty();
        }
    }
}
