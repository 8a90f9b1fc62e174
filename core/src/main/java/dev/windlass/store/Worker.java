package dev.windlass.store;

import java.time.Instant;

/** A worker's row as people see it. */
public record Worker(WorkerId id, String name, String host, long pid, State state, Instant joined, Instant until) {
    /** Whether leases may hang on a row. */
    public enum State {
        LIVE,
        ENDED
    }
}
