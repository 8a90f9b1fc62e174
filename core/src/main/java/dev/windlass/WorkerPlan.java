package dev.windlass;

import dev.windlass.task.Queue;
import java.util.List;

/**
 * A worker among several of one process: which queues it takes, and how many jobs it runs at a time. Immutable.
 *
 * @param queues names of the queues it takes; empty means all that are declared
 */
public record WorkerPlan(String name, List<String> queues, int slots) {
    /** Slots of a worker that says nothing of them. */
    public static final int DEFAULT_SLOTS = 16;

    public WorkerPlan {
        queues = List.copyOf(queues);
        queues.forEach(Queue::named);
    }

    /** A worker for all declared queues. */
    public static WorkerPlan named(String name) {
        return new WorkerPlan(name, List.of(), DEFAULT_SLOTS);
    }

    public WorkerPlan queues(String... names) {
        return new WorkerPlan(name, List.of(names), slots);
    }

    public WorkerPlan slots(int count) {
        return new WorkerPlan(name, queues, count);
    }
}
