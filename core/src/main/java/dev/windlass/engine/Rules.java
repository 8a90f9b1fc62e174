package dev.windlass.engine;

import dev.windlass.store.Control;
import dev.windlass.store.Keep;
import dev.windlass.store.QueueRow;
import dev.windlass.task.Limit;
import dev.windlass.task.LimitKey;
import dev.windlass.task.OneLine;
import dev.windlass.task.Queue;
import dev.windlass.task.Retry;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The queues and limits that were declared, by name, with what people said since. One snapshot at a time is in force, for all workers of a
 * process, and is replaced whole. Safe for all threads.
 */
public final class Rules {
    private final Map<String, Queue> declared;
    private final List<String> taken;
    private final Shared inForce;
    private final Map<String, Limit> limits;
    private volatile Served served;

    private record InForce(long revision, Map<String, Queue> queues, Set<String> paused) {}

    /** The snapshot of all workers of the process. */
    private static final class Shared {
        private volatile InForce now;

        Shared(InForce first) {
            this.now = first;
        }

        synchronized void adopt(InForce next) {
            if (next.revision() > now.revision()) {
                now = next;
            }
        }
    }

    /** What of a snapshot this worker serves, made once for each. */
    private record Served(long revision, List<Queue> queues) {}

    private Rules(Map<String, Queue> declared, List<String> taken, Shared inForce, Map<String, Limit> limits) {
        this.declared = declared;
        this.taken = taken;
        this.inForce = inForce;
        this.limits = limits;
        this.served = serve(inForce.now);
    }

    /** The queue {@code default} is declared in any case. All of them are taken. */
    public static Rules declared(Collection<Queue> declared) {
        var queues = new TreeMap<>(Map.of(Queue.DEFAULT_NAME, Queue.named(Queue.DEFAULT_NAME)));
        declared.forEach(queue -> queues.put(queue.name(), queue));
        var now = new Shared(new InForce(Control.UNKNOWN, queues, Set.of()));
        return new Rules(queues, List.copyOf(queues.keySet()), now, Map.of());
    }

    /** The same rules with these limits, and no others. */
    public Rules limited(Collection<Limit> others) {
        var byName = new TreeMap<String, Limit>();
        others.forEach(limit -> byName.put(limit.name(), limit));
        return new Rules(declared, taken, inForce, byName);
    }

    /** The same rules for a worker that takes these queues and no others. */
    public Rules taking(Collection<String> names) {
        return new Rules(declared, names.stream().map(this::of).map(Queue::name).toList(), inForce, limits);
    }

    /** What code says, for the store. */
    public Collection<Queue> declared() {
        return declared.values();
    }

    /** The queue of this name, if it was declared. */
    public Optional<Queue> find(String name) {
        return Optional.ofNullable(inForce.now.queues().get(name));
    }

    /** The queue of this name, or one sentence that says which there are. */
    public Queue of(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "queue " + OneLine.quoted(name) + " is not declared here, declared are " + declared.keySet()
                                + "; declare it with queue(Queue.named(" + OneLine.quoted(name) + "))"));
    }

    /** The queues that a worker takes. */
    public List<Queue> taken() {
        return taken.stream().map(this::of).toList();
    }

    /** Those of them that are not paused. The same list until something changes. */
    List<Queue> served() {
        var now = inForce.now;
        if (served.revision() != now.revision()) {
            served = serve(now);
        }
        return served.queues();
    }

    private Served serve(InForce now) {
        var queues = taken.stream()
                .filter(name -> !now.paused().contains(name))
                .map(name -> now.queues().getOrDefault(name, Queue.named(name)))
                .toList();
        return new Served(now.revision(), queues);
    }

    /** Rises with each change of what people said. */
    long revision() {
        return inForce.now.revision();
    }

    boolean isPaused(String queue) {
        return inForce.now.paused().contains(queue);
    }

    /** Whether a job of this queue may be claimed only to be started. */
    boolean startsWhenClaimed(String queue) {
        return find(queue).map(Queue::startsWhenClaimed).orElse(false);
    }

    /** Whether the end of a job of this queue lets another one start. */
    boolean hasConcurrency(String queue) {
        return find(queue)
                .map(rules -> rules.bounds().concurrency().isPresent())
                .orElse(false);
    }

    /** Takes over what people said, unless somebody of this process has done so with a later revision. */
    void adopt(long revision, List<QueueRow> rows) {
        var queues = new TreeMap<>(declared);
        rows.forEach(row -> row.override()
                .ifPresent(override -> queues.computeIfPresent(row.name(), (name, code) -> merged(code, override))));
        var paused = rows.stream().filter(QueueRow::paused).map(QueueRow::name).collect(Collectors.toSet());
        var next = new InForce(revision, queues, paused);
        inForce.adopt(next);
    }

    /** Policies for certain exceptions are code, which no store keeps. */
    private static Queue merged(Queue code, Queue override) {
        var retry = override.retry();
        return override.retry(new Retry(
                retry.backoff(), retry.attempts(), retry.within(), code.retry().exceptions()));
    }

    /** Refuses a limit that was not declared here: nobody could say how many may pass it. */
    void requireLimits(List<LimitKey> keys) {
        for (var key : keys) {
            if (!limits.containsKey(key.limit())) {
                throw new IllegalArgumentException("limit " + OneLine.quoted(key.limit())
                        + " is not declared here, declared are " + limits.keySet()
                        + "; declare it with limit(Limit.named(" + OneLine.quoted(key.limit()) + ").mutex())");
            }
        }
    }

    /** How long ended jobs of this queue are kept; the usual time where it is not declared here. */
    public Duration keep(String queue) {
        return find(queue).map(Queue::keep).orElse(Queue.DEFAULT_KEEP);
    }

    /** How long dead letters are kept, by queue. */
    Keep keepDead() {
        var lengths = inForce.now.queues().values().stream().collect(Collectors.toMap(Queue::name, Queue::keepDead));
        return new Keep(lengths, Queue.DEFAULT_KEEP_DEAD);
    }
}
