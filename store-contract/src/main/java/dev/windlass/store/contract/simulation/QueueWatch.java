package dev.windlass.store.contract.simulation;

import dev.windlass.store.ClaimPlan;
import dev.windlass.store.LeaseKey;
import dev.windlass.task.Queue;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What people have said about each queue, and whether it gives no more than that. */
final class QueueWatch {
    private final Map<String, Queue> declared = new HashMap<>();
    private final Map<String, Queue> overrides = new HashMap<>();
    /** Since when, in virtual time. */
    private final Map<String, Long> paused = new HashMap<>();

    private final Map<String, Starts> starts = new HashMap<>();
    private final Agenda agenda;
    private long changed = Long.MIN_VALUE;

    QueueWatch(Collection<Queue> queues, Agenda agenda) {
        this.agenda = agenda;
        queues.forEach(queue -> declared.put(queue.name(), queue));
    }

    void paused(String queue) {
        paused.putIfAbsent(queue, agenda.now());
        changed = agenda.now();
    }

    void resumed(String queue) {
        paused.remove(queue);
        changed = agenda.now();
    }

    /** Under another rate the windows begin anew. */
    void overridden(Queue rules) {
        overrides.put(rules.name(), rules);
        starts.remove(rules.name());
        changed = agenda.now();
    }

    void reset(String queue) {
        overrides.remove(queue);
        starts.remove(queue);
        changed = agenda.now();
    }

    boolean isPaused(String queue) {
        return paused.containsKey(queue);
    }

    /** Since when it is held back, in virtual time; empty if it is not. */
    Optional<Long> pausedSince(String queue) {
        return Optional.ofNullable(paused.get(queue));
    }

    /** Nobody passes a limit into a queue that gives nothing. */
    void granted(List<JobLife> passed) {
        for (var life : passed) {
            if (isPaused(life.queue())) {
                throw new Violation(life + " was granted its limits while its queue " + life.queue() + " is paused");
            }
        }
    }

    /** The queues that are held back. */
    List<String> paused() {
        return paused.keySet().stream().sorted().toList();
    }

    /** Whether people have said anything since then: a worker that hears of it gives back what has not started. */
    boolean changedSince(long nanos) {
        return changed >= nanos;
    }

    /** One claim gave these jobs. */
    void gave(List<JobLife> given, ClaimPlan plan, Lives lives) {
        var begun = 0;
        for (var life : given) {
            var rules = rules(life.queue());
            if (isPaused(life.queue())) {
                throw new Violation(life + " was claimed while its queue " + life.queue() + " is paused");
            }
            requireConcurrency(rules, lives);
            begun += rules.startsWhenClaimed() ? 1 : 0;
        }
        if (begun > plan.starts()) {
            throw new Violation(begun + " jobs were claimed that start at once, asked for were " + plan.starts());
        }
    }

    private Queue rules(String queue) {
        return overrides.getOrDefault(queue, declared.getOrDefault(queue, Queue.named(queue)));
    }

    private static void requireConcurrency(Queue rules, Lives lives) {
        var most = rules.bounds().concurrency();
        var running = most.isEmpty() ? 0 : lives.countRunning(rules.name());
        if (running > most.orElse(0)) {
            throw new Violation(
                    running + " jobs of queue " + rules.name() + " run, its concurrency is " + most.getAsInt());
        }
    }

    /** Each claim of a queue with a rate is a start. */
    void started(String queue, LeaseKey lease, Instant now) {
        rules(queue).bounds().rate().ifPresent(rate -> {
            starts.computeIfAbsent(queue, any -> new Starts("in queue " + queue))
                    .begun(lease, rate, now);
        });
    }

    /** An attempt was given back before it began: no start after all. */
    void neverStarted(LeaseKey lease) {
        starts.values().forEach(past -> past.never(lease));
    }
}
