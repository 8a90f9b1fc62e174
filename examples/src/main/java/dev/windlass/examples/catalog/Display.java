package dev.windlass.examples.catalog;

import java.io.PrintStream;
import java.time.Duration;

/** Shows how far the walk has come. Closing it shows the last word. */
interface Display extends AutoCloseable {
    /** How long to wait between two calls of {@link #show}. */
    Duration pause();

    void show();

    @Override
    void close();

    /** A bar where a person watches, and a line now and then where a file does. */
    @SuppressWarnings("SystemConsoleNull")
    static Display of(Counter counter, PrintStream err) {
        // JDK 22 and later give a console even to a pipe, unless they are told to use this one.
        System.setProperty("jdk.console", "java.base");
        return System.console() == null ? new LineDisplay(counter, err) : new BarDisplay(counter);
    }
}
