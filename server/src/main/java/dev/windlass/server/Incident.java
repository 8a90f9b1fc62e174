package dev.windlass.server;

import dev.windlass.task.Secrets;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Something that nobody foresaw. People are told its id and where the rest lies: a stack, and perhaps a piece of SQL or of somebody's
 * payload, belongs on no screen and in no ticket by itself. What looks like a secret is masked in it.
 */
record Incident(String id, Path file) {
    private static final String PREFIX = "windlass-incident-";
    private static final String SUFFIX = ".txt";

    /** Writes it down, for the eyes of the owner alone where the file system can say so. */
    static Incident of(Throwable error) throws IOException {
        var file = Files.createTempFile(PREFIX, SUFFIX);
        var text = new StringWriter();
        error.printStackTrace(new PrintWriter(text));
        Files.writeString(file, Secrets.masked(text.toString()), StandardCharsets.UTF_8);
        var name = file.getFileName().toString();
        return new Incident(name.substring(PREFIX.length(), name.length() - SUFFIX.length()), file);
    }

    String sentence() {
        return "this is a bug in Windlass, incident " + id + "; please report it with " + file
                + ", which says what broke and where";
    }
}
