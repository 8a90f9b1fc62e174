package dev.windlass.store;

import dev.windlass.task.Queue;
import java.util.Optional;

/** All that people have said of a queue: its rules, where they override them, and whether they hold it back. */
public record QueueOverride(String queue, Optional<Queue> rules, boolean paused) {
    public QueueOverride {
        Queue.requireName(queue);
        if (rules.isEmpty() && !paused) {
            throw new IllegalArgumentException("nothing is said of queue " + queue + ": neither rules nor a pause");
        }
    }
}
