package dev.windlass.store.contract.ordeal;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What a program saw and promised, outside of the store it is tested on. Each line is one write to a file opened with O_APPEND: it
 * is there as a whole or not at all, and a SIGKILL right after it takes nothing back.
 *
 * <p>Safe for all threads.
 */
public final class Audit implements AutoCloseable {
    /** A stream and not a channel: an interrupt, which a run that has lost its lease gets, closes a channel for all others. */
    private final FileOutputStream file;

    private Audit(FileOutputStream file) {
        this.file = file;
    }

    public static Audit open(Path path) throws IOException {
        return new Audit(new FileOutputStream(path.toFile(), true));
    }

    /** Writes the words as one line. */
    public void write(Object... words) {
        var line = new StringBuilder();
        for (var word : words) {
            line.append(word).append(' ');
        }
        line.setCharAt(line.length() - 1, '\n');
        try {
            file.write(line.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
