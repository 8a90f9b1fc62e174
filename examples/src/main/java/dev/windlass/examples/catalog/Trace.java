package dev.windlass.examples.catalog;

import dev.windlass.JobEvent;
import dev.windlass.Listener;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Appends a line for each job that starts, and one for each that is durably done, to a file beside the store: with it one can hold
 * the store to its word from outside. Each line is one write, so a kill loses none that was written before it. Safe for all threads.
 */
final class Trace implements Listener {
    /** A stream and not a channel: an interrupt of one job would close a channel for all others. */
    private final FileOutputStream file;

    Trace(Path path) {
        try {
            file = new FileOutputStream(path.toFile(), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void on(JobEvent event) {
        if (event instanceof JobEvent.Started started) {
            append("START " + started.task() + " " + started.job() + "\n");
        } else if (event instanceof JobEvent.Succeeded succeeded) {
            append("DONE " + succeeded.task() + " " + succeeded.job() + "\n");
        }
    }

    private void append(String line) {
        try {
            file.write(line.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
