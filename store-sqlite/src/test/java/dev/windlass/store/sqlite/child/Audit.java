package dev.windlass.store.sqlite.child;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What a program saw and promised, outside of the store it is tested on. Each line is one write to a file opened with O_APPEND: it
 * is there as a whole or not at all, and a SIGKILL right after it takes nothing back.
 *
 * <p>Safe for all threads.
 */
public final class Audit implements AutoCloseable {
    private final FileChannel file;

    private Audit(FileChannel file) {
        this.file = file;
    }

    public static Audit open(Path path) throws IOException {
        return new Audit(FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    /** Writes the words as one line. */
    public void write(Object... words) {
        var line = new StringBuilder();
        for (var word : words) {
            line.append(word).append(' ');
        }
        line.setCharAt(line.length() - 1, '\n');
        try {
            file.write(ByteBuffer.wrap(line.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
