package dev.windlass.examples.catalog;

import dev.windlass.Listener;
import dev.windlass.examples.catalog.Arguments.UsageException;
import dev.windlass.store.sqlite.SqliteStore;
import dev.windlass.task.JobId;
import dev.windlass.task.WindlassException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The program: {@code catalog DIR [--out FILE] [--store FILE]}.
 *
 * <p>Killed at any moment, Ctrl-C included, it goes on where it was when it is started again with the same directory and store.
 */
public final class Main {
    private static final int DONE = 0;
    private static final int SOME_UNREAD = 1;
    private static final int WRONG_USAGE = 2;
    private static final int FAILED = 3;

    /** Names a file to which each start and each durable end of a job is appended. */
    private static final String TRACE = "catalog.trace";

    private final Arguments arguments;
    private final PrintStream out;
    private final PrintStream err;
    private final List<Listener> listeners;

    private Main(Arguments arguments, PrintStream out, PrintStream err, List<Listener> listeners) {
        this.arguments = arguments;
        this.out = out;
        this.err = err;
        this.listeners = listeners;
    }

    public static void main(String[] words) throws Exception {
        // Names of files are printed, and the locale may not know their letters.
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        var err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        System.exit(run(List.of(words), out, err, listeners()));
    }

    private static List<Listener> listeners() {
        return Optional.ofNullable(System.getProperty(TRACE)).map(Path::of).<Listener>map(Trace::new).stream()
                .toList();
    }

    /** Answers the exit code. */
    static int run(List<String> words, PrintStream out, PrintStream err, List<Listener> listeners)
            throws InterruptedException {
        if (words.contains("--help") || words.contains("-h")) {
            out.println(Arguments.USAGE);
            return DONE;
        }
        try {
            return new Main(Arguments.parse(words), out, err, listeners).run();
        } catch (UsageException e) {
            err.println(e.getMessage());
            return WRONG_USAGE;
        } catch (WindlassException | UncheckedIOException e) {
            err.println(e.getMessage());
            return FAILED;
        }
    }

    private int run() throws InterruptedException {
        var store = SqliteStore.at(arguments.store());
        var unfinished = new History(store.jobs()).unfinished(arguments.root());
        var began = System.nanoTime();
        try (var catalog = Catalog.start(store, arguments.own(), listeners)) {
            var run = unfinished.map(this::goOn).orElseGet(() -> begin(catalog));
            watch(catalog);
            var totals = catalog.summarize(run, arguments.out());
            new Report(out).print(totals);
            out.println(speed(catalog.counter().jobs(), Duration.ofNanos(System.nanoTime() - began)));
            out.println("The catalogue is " + arguments.out());
            return totals.unread() == 0 ? DONE : SOME_UNREAD;
        }
    }

    private JobId goOn(History.Unfinished run) {
        err.println("Going on with the catalogue of " + arguments.root() + " begun at " + run.begun());
        return run.id();
    }

    private JobId begin(Catalog catalog) {
        err.println("Making a catalogue of " + arguments.root());
        return catalog.begin(arguments.root());
    }

    private void watch(Catalog catalog) throws InterruptedException {
        try (var display = Display.of(catalog.counter(), err)) {
            while (!catalog.walked(display.pause())) {
                display.show();
            }
        }
    }

    private static String speed(long jobs, Duration time) {
        var seconds = time.toMillis() / 1000.0;
        return String.format(Locale.ROOT, "%,d jobs in %.1f s: %,.0f jobs a second", jobs, seconds, jobs / seconds);
    }
}
