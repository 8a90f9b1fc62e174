package dev.windlass;

import dev.windlass.task.Given;
import dev.windlass.task.Queue;
import java.util.List;
import java.util.OptionalInt;

/**
 * A worker among several of one process: which queues it takes, and how many jobs it runs at a time. Immutable.
 *
 * @param queues names of the queues it takes; empty means all that are declared
 * @param slots empty means as many as {@link WindlassBuilder#slots} says
 */
public record WorkerPlan(String name, List<String> queues, OptionalInt slots) {
    public WorkerPlan {
        Given.to("a worker", "a name", name);
        queues = List.copyOf(queues);
        queues.forEach(Queue::named);
        if (name.isBlank()) {
            throw new IllegalArgumentException("the name of a worker is blank; people know it by its name");
        }
    }

    /** A worker for all declared queues. */
    public static WorkerPlan named(String name) {
        return new WorkerPlan(name, List.of(), OptionalInt.empty());
    }

    public WorkerPlan queues(String... names) {
        return new WorkerPlan(name, List.of(Given.to("a worker", "names of queues", names)), slots);
    }

    public WorkerPlan slots(int count) {
        return new WorkerPlan(name, queues, OptionalInt.of(count));
    }
}
