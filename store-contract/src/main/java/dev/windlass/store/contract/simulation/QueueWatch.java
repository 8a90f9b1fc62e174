package dev.windlass.store.contract.simulation;

import dev.windlass.store.ClaimPlan;
import dev.windlass.store.LeaseKey;
import dev.windlass.task.Queue;
import dev.windlass.task.Rate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What people have said about each queue, and whether it gives no more than that. */
final class QueueWatch {
    private final Map<String, Queue> declared = new HashMap<>();
    private final Map<String, Queue> overrides = new HashMap<>();
    private final Set<String> paused = new HashSet<>();
    private final Map<String, List<Start>> starts = new HashMap<>();
    private long changed = Long.MIN_VALUE;

    private record Start(LeaseKey lease, Instant at) {}

    QueueWatch(Collection<Queue> queues) {
        queues.forEach(queue -> declared.put(queue.name(), queue));
    }

    void paused(String queue, long now) {
        paused.add(queue);
        changed = now;
    }

    void resumed(String queue, long now) {
        paused.remove(queue);
        changed = now;
    }

    /** Under another rate the windows begin anew. */
    void overridden(Queue rules, long now) {
        overrides.put(rules.name(), rules);
        starts.remove(rules.name());
        changed = now;
    }

    void reset(String queue, long now) {
        overrides.remove(queue);
        starts.remove(queue);
        changed = now;
    }

    /** The queues that are held back. */
    List<String> paused() {
        return paused.stream().sorted().toList();
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
            if (paused.contains(life.queue())) {
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
            var past = starts.computeIfAbsent(queue, any -> new ArrayList<>());
            past.add(new Start(lease, now));
            requireRate(queue, rate, past);
        });
    }

    /** In any window of length t there are at most burst + t · count / period starts. */
    private static void requireRate(String queue, Rate rate, List<Start> past) {
        var last = past.get(past.size() - 1).at();
        for (var first = 0; first < past.size(); first++) {
            var window = Duration.between(past.get(first).at(), last);
            var over = past.size() - first - rate.burst();
            if (over > 0
                    && window.multipliedBy(rate.count()).compareTo(rate.per().multipliedBy(over)) < 0) {
                throw new Violation(past.size() - first + " starts in queue " + queue + " within " + window
                        + ", its rate is " + rate + ": " + past.subList(first, past.size()));
            }
        }
    }

    /** An attempt was given back before it began: no start after all. */
    void neverStarted(LeaseKey lease) {
        starts.values().forEach(past -> past.removeIf(start -> start.lease().equals(lease)));
    }
}
