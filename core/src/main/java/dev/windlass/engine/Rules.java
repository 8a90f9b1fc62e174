package dev.windlass.engine;

import dev.windlass.task.Queue;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The queues that were declared, by name. Immutable. */
public final class Rules {
    private final Map<String, Queue> queues;

    /** The queue {@code default} is declared in any case. */
    public Rules(Collection<Queue> declared) {
        this(new TreeMap<>(Map.of(Queue.DEFAULT_NAME, Queue.named(Queue.DEFAULT_NAME))), declared);
    }

    private Rules(Map<String, Queue> queues, Collection<Queue> declared) {
        this.queues = queues;
        declared.forEach(queue -> queues.put(queue.name(), queue));
    }

    /** These queues and no others: what one worker among several takes. */
    public static Rules only(Collection<Queue> some) {
        return new Rules(new TreeMap<>(), some);
    }

    /** The queue of this name, if it was declared. */
    public Optional<Queue> find(String name) {
        return Optional.ofNullable(queues.get(name));
    }

    /** The queue of this name, or one sentence that says which there are. */
    public Queue of(String name) {
        var queue = queues.get(name);
        if (queue == null) {
            throw new IllegalArgumentException("queue \"" + name + "\" is not declared here, declared are "
                    + queues.keySet() + "; declare it with queue(Queue.named(\"" + name + "\"))");
        }
        return queue;
    }

    /** Every queue, in order of names. */
    public List<Queue> all() {
        return List.copyOf(queues.values());
    }
}
