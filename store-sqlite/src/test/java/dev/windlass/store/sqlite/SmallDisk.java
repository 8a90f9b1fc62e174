package dev.windlass.store.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** A memory disk of one mebibyte. Only root can mount one. */
record SmallDisk(Path directory) implements AutoCloseable {
    static SmallDisk mounted(Path directory) throws IOException {
        Assumptions.assumeTrue(SmallDiskTest.mayMount(), "only root can mount a small disk");
        Files.createDirectory(directory);
        run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", directory.toString());
        return new SmallDisk(directory);
    }

    private static void run(String... command) throws IOException {
        var status =
                new ProcessBuilder(command).inheritIO().start().onExit().join().exitValue();
        if (status != 0) {
            throw new IOException(String.join(" ", command) + " answered " + status);
        }
    }

    @Override
    public void close() throws IOException {
        run("umount", directory.toString());
    }
}
