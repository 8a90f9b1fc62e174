package dev.windlass.store.sqlite.child;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;

/** The tracer that these suites need. Where continuous integration runs, a test that it skips is counted as failed. */
public final class Strace {
    private Strace() {}

    public static void require() {
        var there = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "strace")));
        Assumptions.assumeTrue(there, "strace is not installed; install it (apt-get install strace) to run this test");
    }
}
