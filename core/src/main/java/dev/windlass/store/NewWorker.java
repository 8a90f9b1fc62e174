package dev.windlass.store;

import java.time.Duration;
import java.util.Map;

/**
 * A worker that wants a row.
 *
 * @param name what people call it
 * @param host where it runs, for people only: never an identity
 * @param lease how long the row lives without a renewal
 * @param tasks names of the tasks it can perform, each with the highest version of payloads that it reads
 */
public record NewWorker(WorkerId id, String name, String host, long pid, Duration lease, Map<String, Integer> tasks) {
    public NewWorker {
        tasks = Map.copyOf(tasks);
    }

    /** Whether it can run a job of this task with a payload of this version. */
    public boolean performs(String task, int version) {
        return version <= tasks.getOrDefault(task, 0);
    }
}
