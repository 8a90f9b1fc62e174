package dev.windlass.store.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of a database as a killed process leaves them. */
final class CrashImage {
    private CrashImage() {}

    /** Copies database and write-ahead log. The shared memory beside them is only an index of the log and is made anew. */
    static void copy(Path file, Path to) throws IOException {
        Files.copy(file, to);
        var log = wal(file);
        if (Files.exists(log)) {
            Files.copy(log, wal(to));
        }
    }

    static Path wal(Path file) {
        return file.resolveSibling(file.getFileName() + "-wal");
    }
}
