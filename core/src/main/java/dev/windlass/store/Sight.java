package dev.windlass.store;

import java.time.Duration;
import java.util.Optional;

/**
 * What a store has to do, as one look tells. It may tell of more than there is, and never of less.
 *
 * @param ready whether jobs stand in the queues that were asked about, ready or parked
 * @param due how long until the next scheduled job is due, zero if some are; empty where none is scheduled
 * @param expired whether the time to start has passed for a job
 * @param limited whether jobs of those queues, or keys, wait for a grant
 * @param revision of what people have decided; empty if only {@link QueueStore#control} tells
 */
public record Sight(boolean ready, Optional<Duration> due, boolean expired, boolean limited, Optional<Long> revision) {
    /** Of a store whose calls cost next to nothing: whoever wants to know something asks for it. */
    public static final Sight OF_EVERYTHING = new Sight(true, Optional.of(Duration.ZERO), true, true, Optional.empty());
}
