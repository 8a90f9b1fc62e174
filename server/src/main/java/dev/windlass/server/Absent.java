package dev.windlass.server;

import dev.windlass.task.ErrorCode;
import dev.windlass.task.WindlassException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What was named and is not there: one exit code for all of it, {@link ExitCode#NOT_FOUND}, whether it is a job or a file. */
final class Absent {
    private Absent() {}

    static WindlassException because(String sentence) {
        return new WindlassException(ErrorCode.NOT_FOUND, sentence);
    }

    /** Refuses a file whose directory is not there. */
    static void requireDirectoryOf(Path file) {
        var directory = file.toAbsolutePath().getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw because("there is no directory for " + file + "; create it first");
        }
    }
}
