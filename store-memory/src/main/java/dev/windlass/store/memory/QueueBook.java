package dev.windlass.store.memory;

import dev.windlass.store.Depth;
import dev.windlass.store.NewJob;
import dev.windlass.store.QueueStore;
import dev.windlass.task.JobId;
import dev.windlass.task.Queue;
import dev.windlass.task.QueueFullException;
import dev.windlass.task.Rate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The rules of all queues, and what stands in each. Guarded by the ledger's lock. */
final class QueueBook {
    private final TreeMap<String, KeptQueue> queues = new TreeMap<>();
    private final Map<String, Depth> depths = new HashMap<>();
    private long revision;

    long revision() {
        return revision;
    }

    List<KeptQueue> all() {
        return new ArrayList<>(queues.values());
    }

    Optional<KeptQueue> find(String name) {
        return Optional.ofNullable(queues.get(name));
    }

    Depth depth(String queue) {
        return depths.getOrDefault(queue, Depth.NONE);
    }

    void entered(NewJob job) {
        depths.put(job.queue(), depth(job.queue()).plus(Depth.of(job)));
    }

    void left(NewJob job) {
        depths.put(job.queue(), depth(job.queue()).minus(Depth.of(job)));
    }

    /** People have decided something beside the rules of queues. */
    void raise() {
        revision++;
    }

    /** Changes a queue, which there is from now on, and raises the revision if anything is said now that was not. */
    void change(String name, long now, Consumer<KeptQueue> change) {
        Queue.requireName(name);
        if (queues.size() >= QueueStore.MOST && !queues.containsKey(name)) {
            throw new IllegalArgumentException("the store keeps rules of " + QueueStore.MOST + " queues already, "
                    + name + " is one too many; give limits to keys instead of a queue to each");
        }
        var queue = queues.computeIfAbsent(name, KeptQueue::new);
        Optional<Rate> before = queue.rate();
        var said = queue.said();
        change.accept(queue);
        if (!before.equals(queue.rate())) {
            queue.changedFrom(before, now);
        }
        if (!said.equals(queue.said())) {
            raise();
        }
    }

    /** Why a queue refuses the jobs of a batch that are not answered already, if one does. */
    Optional<QueueFullException> refuses(List<NewJob> batch, Predicate<NewJob> answered) {
        var coming = new LinkedHashMap<String, Depth>();
        var seen = new HashSet<JobId>();
        for (var job : batch) {
            if (!answered.test(job) && seen.add(job.id())) {
                coming.merge(job.queue(), Depth.of(job), Depth::plus);
            }
        }
        return coming.entrySet().stream()
                .flatMap(more ->
                        find(more.getKey())
                                .flatMap(queue -> depth(queue.name).refuses(queue.rules(), more.getValue()))
                                .stream())
                .findFirst();
    }
}
