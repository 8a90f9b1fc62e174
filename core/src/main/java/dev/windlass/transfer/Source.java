package dev.windlass.transfer;

import java.io.IOException;
import java.io.InputStream;

/** An exported file that can be read more than once, such as {@code () -> Files.newInputStream(path)}. */
@FunctionalInterface
public interface Source {
    /** The file from its beginning. Whoever asks closes it. */
    InputStream open() throws IOException;
}
