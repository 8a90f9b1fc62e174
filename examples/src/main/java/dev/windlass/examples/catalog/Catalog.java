package dev.windlass.examples.catalog;

import dev.windlass.Listener;
import dev.windlass.Windlass;
import dev.windlass.store.Store;
import dev.windlass.task.JobId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Makes catalogues with one store.
 *
 * <p>For one thread; closing it closes the store.
 */
final class Catalog implements AutoCloseable {
    private static final Duration LONG = Duration.ofDays(365);

    private final Windlass windlass;
    private final Counter counter;

    private Catalog(Windlass windlass, Counter counter) {
        this.windlass = windlass;
        this.counter = counter;
    }

    /** Starts to work at once on whatever the store has unfinished, of this tree and of others. */
    static Catalog start(Store store, Set<Path> own, List<Listener> listeners) {
        var counter = new Counter();
        var jobs = store.jobs();
        var roots = new Roots(jobs);
        var walker = new Walker(roots, own, counter);
        var reading = new FileReading(roots);
        counter.found(new History(jobs).unreadFiles());
        var builder = Windlass.on(store)
                .queue(Tasks.QUEUE)
                .perform(Tasks.RUN, Walker::begin)
                .perform(Tasks.DIRECTORY, walker::list)
                .perform(Tasks.PAGE, walker::list)
                .perform(Tasks.FILE, (file, run) -> reading.facts(file))
                .perform(Tasks.SUMMARY, (summary, run) -> Summarizing.summarize(jobs, roots, summary))
                .listen(counter);
        listeners.forEach(builder::listen);
        return new Catalog(builder.start(), counter);
    }

    /** Begins a new run. */
    JobId begin(Path root) {
        return windlass.enqueue(Tasks.RUN, new Tasks.Run(TreePath.of(root).encoded()), Tasks.OPTIONS)
                .id();
    }

    /** Waits until all files were read, but no longer than this; answers whether they were. */
    boolean walked(Duration limit) throws InterruptedException {
        return windlass.drain(limit);
    }

    /**
     * Writes the catalogue of a run whose files were read. Only this ends the run: a summary that a killed process had begun was
     * done again by now, but perhaps to another file.
     */
    Totals summarize(JobId run, Path out) throws InterruptedException {
        var summary = new Tasks.Summary(run.toString(), out.toString());
        return Objects.requireNonNull(
                windlass.enqueue(Tasks.SUMMARY, summary, Tasks.OPTIONS).await(LONG));
    }

    Counter counter() {
        return counter;
    }

    /** Stops: what runs is finished or given back. */
    @Override
    public void close() {
        windlass.close();
    }
}
