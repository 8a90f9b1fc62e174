package dev.windlass.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What a program that was started in a directory printed, and how it ended. */
record Launched(int exit, String out, String err) {
    /** Runs it to its end; whoever takes longer than the limit is killed, and has failed. */
    static Launched in(Path directory, Map<String, String> environment, Duration limit, List<String> command)
            throws InterruptedException {
        try {
            // Into files: a pipe that nobody empties stops a talkative program.
            var out = Files.createTempFile("launched", ".out");
            var err = Files.createTempFile("launched", ".err");
            var builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().putAll(environment);
            var process = builder.start();
            if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
                return new Launched(-1, take(out), take(err) + "\nkilled after " + limit);
            }
            return new Launched(process.exitValue(), take(out), take(err));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command, e);
        }
    }

    private static String take(Path file) throws IOException {
        var text = Files.readString(file);
        Files.delete(file);
        return text;
    }
}
