package dev.windlass.engine;

import dev.windlass.store.Keep;
import dev.windlass.task.Queue;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The queues that were declared, by name. Immutable. */
public final class Rules {
    private final Map<String, Queue> queues;
    private final List<Queue> taken;

    private Rules(Map<String, Queue> queues, List<Queue> taken) {
        this.queues = queues;
        this.taken = taken;
    }

    /** The queue {@code default} is declared in any case. All of them are taken. */
    public static Rules declared(Collection<Queue> declared) {
        var queues = new TreeMap<>(Map.of(Queue.DEFAULT_NAME, Queue.named(Queue.DEFAULT_NAME)));
        declared.forEach(queue -> queues.put(queue.name(), queue));
        return new Rules(queues, List.copyOf(queues.values()));
    }

    /** The same rules for a worker that takes these queues and no others. */
    public Rules taking(Collection<String> names) {
        return new Rules(queues, names.stream().map(this::of).toList());
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

    /** The queues that a worker takes. */
    public List<Queue> taken() {
        return taken;
    }

    /** How long dead letters are kept, by queue. */
    Keep keepDead() {
        var lengths = queues.values().stream().collect(Collectors.toMap(Queue::name, Queue::keepDead));
        return new Keep(lengths, Queue.DEFAULT_KEEP_DEAD);
    }
}
