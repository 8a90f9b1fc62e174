package dev.windlass.task;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * A payload that is too large for one piece of memory: a file, say. It is read as a stream, once when it is enqueued and as often as
 * a performer wants. See {@link Task#bulk(String)}.
 */
public interface Bulk {
    /** The content from its beginning. Whoever opens it closes it. */
    InputStream open() throws IOException;

    /** How many bytes it has, where that is known before it was read. It always is for a performer. */
    OptionalLong size() throws IOException;

    /** The content of a file, as it is while it is enqueued. */
    static Bulk of(Path file) {
        Given.to("a bulk", "a file", file);
        return new Bulk() {
            @Override
            public InputStream open() throws IOException {
                return Files.newInputStream(file);
            }

            @Override
            public OptionalLong size() throws IOException {
                return OptionalLong.of(Files.size(file));
            }
        };
    }

    static Bulk of(byte[] bytes) {
        Given.to("a bulk", "bytes", bytes);
        return new Bulk() {
            @Override
            public InputStream open() {
                return new ByteArrayInputStream(bytes);
            }

            @Override
            public OptionalLong size() {
                return OptionalLong.of(bytes.length);
            }
        };
    }

    /** What a source gives, however much that is. */
    static Bulk of(Source source) {
        Given.to("a bulk", "a source", source);
        return new Bulk() {
            @Override
            public InputStream open() throws IOException {
                return source.open();
            }

            @Override
            public OptionalLong size() {
                return OptionalLong.empty();
            }
        };
    }

    /** Opens a stream. */
    @FunctionalInterface
    interface Source {
        InputStream open() throws IOException;
    }
}
