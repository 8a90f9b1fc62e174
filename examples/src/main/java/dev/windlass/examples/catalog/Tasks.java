package dev.windlass.examples.catalog;

import dev.windlass.store.JobStore;
import dev.windlass.task.Codec;
import dev.windlass.task.Content;
import dev.windlass.task.JobId;
import dev.windlass.task.Options;
import dev.windlass.task.Queue;
import dev.windlass.task.Retry;
import dev.windlass.task.Task;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** What the catalogue asks of Windlass: its tasks with their payloads, and the queue they share. */
final class Tasks {
    static final Task<Run, Void> RUN = Task.named("catalog.run", Run.class);
    static final Task<Directory, Void> DIRECTORY = Task.named("catalog.directory", Directory.class);
    static final Task<Page, Void> PAGE = Task.named("catalog.page", Page.class);
    static final Task<Place, FileFacts> FILE = Task.named("catalog.file", Place.class, FileFacts.class);
    static final Task<Summary, Totals> SUMMARY = Task.named("catalog.summary", Summary.class, Totals.class);

    /**
     * A read that fails may succeed in a moment, so it is tried three times; what cannot succeed is thrown as fatal. Ended jobs are
     * kept for a year, because an unfinished run may be taken up again that late and then needs the results it has.
     */
    static final Queue QUEUE = Queue.named("catalog")
            .retry(Retry.exponential(Duration.ofMillis(100), Duration.ofSeconds(2))
                    .attempts(3))
            .keep(Duration.ofDays(365))
            .keepDead(Duration.ofDays(365));

    static final Options OPTIONS = Options.on(QUEUE.name());

    private static final Codec ANY = Codec.lenientJson();

    private Tasks() {}

    /** One catalogue of one tree; the job's id is the run's. */
    record Run(String root) {}

    /** A file, a directory or a page by where it is: run and path are fields of each payload. */
    record Place(String run, String path) {
        Place child(String name) {
            return new Place(run, new TreePath(path).child(name).encoded());
        }
    }

    /** The entries of a directory whose names come after this one; all of them after the empty name. */
    record Directory(String run, String path, String after) {
        Place place() {
            return new Place(run, path);
        }
    }

    /** Some entries of a directory too large for one job. */
    record Page(String run, String path, List<String> names) {
        Place place() {
            return new Place(run, path);
        }
    }

    /** Writes the catalogue of a run to a file. */
    record Summary(String run, String out) {}

    static <P> P payload(JobStore jobs, Task<P, ?> task, JobId id) {
        return task.decode(stored(jobs, id));
    }

    /** The place that a job of the walk is about, whichever of the three it is. */
    static Place place(JobStore jobs, JobId id) {
        return Objects.requireNonNull(ANY.decode(stored(jobs, id), Place.class));
    }

    static FileFacts facts(JobStore jobs, JobId id) {
        var result = jobs.result(id).orElseThrow(() -> new IllegalStateException("job " + id + " has no result"));
        return Objects.requireNonNull(FILE.codec().decode(result, FileFacts.class));
    }

    private static Content stored(JobStore jobs, JobId id) {
        return jobs.payload(id).orElseThrow(() -> new IllegalStateException("job " + id + " has no payload"));
    }
}
