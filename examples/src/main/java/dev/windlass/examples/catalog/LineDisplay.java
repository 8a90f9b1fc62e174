package dev.windlass.examples.catalog;

import java.io.PrintStream;
import java.time.Duration;

/** A line every five seconds. */
final class LineDisplay implements Display {
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final Counter counter;
    private final PrintStream err;

    LineDisplay(Counter counter, PrintStream err) {
        this.counter = counter;
        this.err = err;
    }

    @Override
    public Duration pause() {
        return PAUSE;
    }

    @Override
    public void show() {
        err.printf("%,d of %,d files so far%n", counter.files(), counter.found());
    }

    @Override
    public void close() {
        show();
    }
}
