package dev.windlass.examples.catalog;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * The media type of a file: by the ending of its name, or else by whether it is text.
 *
 * <p>{@link java.nio.file.Files#probeContentType} asks the machine's own tables, so that the same tree would give another catalogue
 * on another machine.
 */
final class MediaTypes {
    private static final String TEXT = "text/plain";
    private static final String OTHER = "application/octet-stream";
    private static final Map<String, String> BY_ENDING = read();

    private MediaTypes() {}

    static String of(String name, boolean text) {
        var dot = name.lastIndexOf('.');
        var ending = dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
        return BY_ENDING.getOrDefault(ending, text ? TEXT : OTHER);
    }

    private static Map<String, String> read() {
        var table = new Properties();
        try (var in = MediaTypes.class.getResourceAsStream("media-types.properties")) {
            if (in == null) {
                throw new IllegalStateException("media-types.properties is missing beside " + MediaTypes.class);
            }
            table.load(in);
            return table.stringPropertyNames().stream()
                    .collect(toUnmodifiableMap(ending -> ending, table::getProperty));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
