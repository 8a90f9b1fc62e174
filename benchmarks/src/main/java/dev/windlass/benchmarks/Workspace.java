package dev.windlass.benchmarks;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;

/** The directory in which the measured databases lie. Used by one thread. */
final class Workspace implements AutoCloseable {
    private static final List<String> COMPANIONS = List.of("", "-wal", "-shm", "-journal", ".lock");

    private final Path directory;

    private Workspace(Path directory) {
        this.directory = directory;
    }

    /** Makes the directory empty. Refuses one that is kept in memory: a sync there costs nothing and measures nothing. */
    static Workspace in(Path directory) throws IOException {
        Files.createDirectories(directory);
        var type = Files.getFileStore(directory).type();
        if (type.equals("tmpfs") || type.equals("ramfs")) {
            throw new IllegalArgumentException(directory + " is on a " + type
                    + ", where a sync costs nothing; give a directory on a disk (--dir)");
        }
        var workspace = new Workspace(directory);
        workspace.clear();
        return workspace;
    }

    Path directory() {
        return directory;
    }

    /** A name under which no file lies. */
    Path fresh(String name) throws IOException {
        var file = directory.resolve(name);
        for (var companion : COMPANIONS) {
            Files.deleteIfExists(directory.resolve(name + companion));
        }
        return file;
    }

    /** A directory that is not there yet, on the disk of the workspace. */
    Path freshDirectory(String name) throws IOException {
        var fresh = directory.resolve(name);
        delete(fresh);
        return fresh;
    }

    /** A copy that is on the disk already, so that no subject pays for it. */
    Path copy(Path original, String name) throws IOException {
        var copy = Files.copy(original, fresh(name), StandardCopyOption.REPLACE_EXISTING);
        try (var channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        return copy;
    }

    private void clear() throws IOException {
        try (var files = Files.list(directory)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Override
    public void close() throws IOException {
        clear();
    }
}
