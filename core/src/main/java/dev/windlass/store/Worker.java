package dev.windlass.store;

import java.time.Instant;
import java.util.Map;

/**
 * A worker's row as people see it.
 *
 * @param tasks names of the tasks it can perform, each with the highest version of payloads that it reads
 * @param until when the row of a live worker runs out unless it is renewed
 */
public record Worker(
        WorkerId id,
        String name,
        String host,
        long pid,
        Map<String, Integer> tasks,
        State state,
        Instant joined,
        Instant until) {
    public Worker {
        tasks = Map.copyOf(tasks);
    }

    /** Whether it can run a job of this task with a payload of this version. */
    public boolean performs(String task, int version) {
        return version <= tasks.getOrDefault(task, 0);
    }

    /** Whether leases may hang on a row. */
    public enum State {
        LIVE,
        /** It takes nothing more, at somebody's word; what it has begun goes on. */
        DRAINING,
        ENDED
    }
}
