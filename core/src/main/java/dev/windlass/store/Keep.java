package dev.windlass.store;

import java.time.Duration;
import java.util.Map;

/** How long ended jobs are kept, by the names of their queues, and how long those of all other queues. */
public record Keep(Map<String, Duration> byQueue, Duration otherwise) {
    public Keep {
        byQueue = Map.copyOf(byQueue);
    }

    /** The same for all queues. */
    public static Keep all(Duration length) {
        return new Keep(Map.of(), length);
    }

    public Duration of(String queue) {
        return byQueue.getOrDefault(queue, otherwise);
    }
}
