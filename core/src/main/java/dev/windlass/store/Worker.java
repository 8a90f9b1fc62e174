package dev.windlass.store;

import java.time.Instant;
import java.util.Set;

/**
 * A worker's row as people see it.
 *
 * @param tasks names of the tasks it can perform
 * @param until when the row of a live worker runs out unless it is renewed
 */
public record Worker(
        WorkerId id,
        String name,
        String host,
        long pid,
        Set<String> tasks,
        State state,
        Instant joined,
        Instant until) {
    public Worker {
        tasks = Set.copyOf(tasks);
    }

    /** Whether leases may hang on a row. */
    public enum State {
        LIVE,
        ENDED
    }
}
