package dev.windlass.examples.catalog;

import dev.windlass.task.FatalException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Reads a disk that others change meanwhile, and tells what no retry can mend from what may be better in a moment. */
final class Disk {
    private Disk() {}

    /** Something to read. */
    @FunctionalInterface
    interface Reading<T> {
        T read() throws IOException;
    }

    /** What was read; fatal, so that the job is a dead letter with this reason at once, where it is gone or not ours to read. */
    static <T> T read(Reading<T> reading) throws IOException {
        try {
            return reading.read();
        } catch (NoSuchFileException e) {
            throw new FatalException("removed before it was read", e);
        } catch (AccessDeniedException e) {
            throw new FatalException("may not be read", e);
        }
    }

    /** What is there, a link itself and not what it points to. */
    static BasicFileAttributes kind(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }
}
