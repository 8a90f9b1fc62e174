package dev.windlass.examples.catalog;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Runs the program as a process of its own, kills it with SIGKILL again and again, and lets the last one end.
 *
 * <p>Moments are counted in bytes of the trace and not in time, so that they fall all over the work on a fast machine and on a slow
 * one; every fifth is counted in time from the start of the process, and falls upon its opening of the store and its first claims.
 */
final class KillHarness {
    private static final int LOOK_MILLIS = 2;
    private static final int LATEST_START_MILLIS = 1_500;
    private static final int EVERY_FIFTH = 5;

    /** The work of one file: a line that it started and one that it is done. */
    private static final long BYTES_OF_FILE = 111;

    private final Path folder;
    private final Class<?> main;
    private final Random random;
    private final List<Long> kills = new ArrayList<>();

    /**
     * @param folder holds the tree, and will hold store, catalogue and trace
     * @param main the program to run, with the arguments of {@link Main}
     */
    KillHarness(Path folder, Class<?> main, long seed) {
        this.folder = folder;
        this.main = main;
        this.random = new Random(seed);
    }

    Path tree() {
        return folder.resolve("tree");
    }

    Path out() {
        return folder.resolve("catalogue.csv");
    }

    Path store() {
        return folder.resolve("windlass.db");
    }

    Path trace() {
        return folder.resolve("trace");
    }

    /** How large the trace was when each of the kills came. */
    List<Long> kills() {
        return kills;
    }

    /** Kills so often, and then runs to the end. */
    void run(int count, int files) throws IOException, InterruptedException {
        for (var kill = 0; kill < count; kill++) {
            var left = files * BYTES_OF_FILE - traced();
            // On average nine tenths of the work are done when the last kill has come, and never more.
            var step = (long) (Math.min(1, random.nextDouble() * 2 / (count - kill)) * 0.9 * left);
            kill(kill % EVERY_FIFTH == 0 ? random.nextInt(LATEST_START_MILLIS) : Long.MAX_VALUE, traced() + step);
        }
        var process = start();
        assertThat(process.waitFor()).as("exit code, see %s", log()).isZero();
    }

    private void kill(long millis, long bytes) throws IOException, InterruptedException {
        var process = start();
        var latest = millis == Long.MAX_VALUE ? millis : System.nanoTime() + MILLISECONDS.toNanos(millis);
        while (traced() < bytes && System.nanoTime() < latest) {
            assertThat(process.waitFor(LOOK_MILLIS, MILLISECONDS))
                    .as("ended before kill %d could come, see %s", kills.size() + 1, log())
                    .isFalse();
        }
        process.destroyForcibly().waitFor();
        kills.add(traced());
    }

    private Process start() throws IOException {
        var command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dcatalog.trace=" + trace(),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName(),
                tree().toString(),
                "--out",
                out().toString(),
                "--store",
                store().toString());
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
    }

    private Path log() {
        return folder.resolve("log");
    }

    private long traced() throws IOException {
        return Files.exists(trace()) ? Files.size(trace()) : 0;
    }
}
