package dev.windlass.server;

import dev.windlass.store.JobQuery;
import dev.windlass.store.Store;
import dev.windlass.store.Worker;
import java.util.OptionalInt;

/**
 * The tasks that a command line takes for granted. It knows no code, so a task is known if the configuration names it, or if the
 * store has a job of it, or the row of a worker that performs it: a slip of the pen would otherwise lie in its lane for ever.
 */
final class KnownTasks {
    private final Configuration configuration;
    private final Store store;

    KnownTasks(Configuration configuration, Store store) {
        this.configuration = configuration;
        this.store = store;
    }

    boolean knows(String task) {
        return configuration.tasks().contains(task) || isPerformed(task) || hasJob(task);
    }

    private boolean isPerformed(String task) {
        return versionPerformed(store, task).isPresent();
    }

    /** The highest version of payloads of this task that a worker of the store reads, or read while it lived. */
    static OptionalInt versionPerformed(Store store, String task) {
        return store.workers().list().stream()
                .map(Worker::tasks)
                .filter(tasks -> tasks.containsKey(task))
                .mapToInt(tasks -> tasks.getOrDefault(task, 1))
                .max();
    }

    private boolean hasJob(String task) {
        return !JobSearch.first(store, JobQuery.ALL.withTask(task).withLimit(1)).isEmpty();
    }
}
