package dev.windlass.transfer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** The lines of a file, one after the other, none of them without a bound. */
final class LineReader {
    /** Longest line: payload, result and checkpoint of 4 MiB in Base64, and room for a history of attempts. */
    static final int MOST_BYTES = 32 << 20;

    private final InputStream in;
    private long number;

    LineReader(InputStream in) {
        this.in = in;
    }

    /** The number of the line that was read last, from 1. */
    long number() {
        return number;
    }

    /** The next line. One that the file ends in, without a line end, is no line: it was cut. */
    byte[] next() throws IOException {
        var line = new ByteArrayOutputStream();
        number++;
        for (var next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw Lines.refused(number, "the file ends here without its closing line, so it was cut; export anew");
            }
            if (line.size() == MOST_BYTES) {
                throw Lines.refused(number, "it is longer than " + MOST_BYTES + " bytes; is this an export?");
            }
            line.write(next);
        }
        return line.toByteArray();
    }

    boolean hasMore() throws IOException {
        return in.read() >= 0;
    }
}
