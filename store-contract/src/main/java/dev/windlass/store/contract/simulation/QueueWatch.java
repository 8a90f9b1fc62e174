package dev.windlass.store.contract.simulation;

import dev.windlass.store.ClaimPlan;
import dev.windlass.store.LeaseKey;
import dev.windlass.store.NewJob;
import dev.windlass.task.Queue;
import dev.windlass.task.QueueFullException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What people have said about each queue, and whether it gives no more than that. */
final class QueueWatch {
    private final Map<String, Queue> declared = new HashMap<>();
    private final Map<String, Queue> overrides = new HashMap<>();
    /** Since when, in virtual time. */
    private final Map<String, Long> paused = new HashMap<>();

    private final Map<String, Starts> starts = new HashMap<>();
    private final Agenda agenda;

    QueueWatch(Collection<Queue> queues, Agenda agenda) {
        this.agenda = agenda;
        queues.forEach(queue -> declared.put(queue.name(), queue));
    }

    void paused(String queue) {
        paused.putIfAbsent(queue, agenda.now());
    }

    void resumed(String queue) {
        paused.remove(queue);
    }

    /** Under another rate the windows begin anew. */
    void overridden(Queue rules) {
        overrides.put(rules.name(), rules);
        starts.remove(rules.name());
    }

    void reset(String queue) {
        overrides.remove(queue);
        starts.remove(queue);
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

    /** P12: these jobs came in by one accept, and a queue with a depth holds no more than that. */
    void entered(List<NewJob> fresh, Lives lives) {
        for (var queue : names(fresh)) {
            if (isOver(queue, fresh, lives)) {
                throw new Violation(
                        "queue " + queue + " held " + depth(queue, lives) + " jobs and took more: " + fresh);
            }
        }
    }

    /** Nobody is refused without need. */
    void refused(List<NewJob> batch, QueueFullException.Refusal refusal, Lives lives) {
        var most = rules(refusal.queue()).bounds().depth().orElse(Long.MAX_VALUE);
        if (refusal.stands() + refusal.coming() <= most
                || refusal.coming() > count(refusal.queue(), batch)
                || refusal.stands() < depth(refusal.queue(), lives)
                || refusal.stands()
                        > lives.count(life -> life.queue().equals(refusal.queue())
                                && !life.state().ended())) {
            throw new Violation("queue " + refusal.queue() + " refused " + batch + ": " + refusal + ", it holds "
                    + depth(refusal.queue(), lives));
        }
    }

    boolean isOver(List<NewJob> fresh, Lives lives) {
        return names(fresh).stream().anyMatch(queue -> isOver(queue, fresh, lives));
    }

    private boolean isOver(String queue, List<NewJob> fresh, Lives lives) {
        var most = rules(queue).bounds().depth();
        return most.isPresent() && depth(queue, lives) + count(queue, fresh) > most.getAsLong();
    }

    private static Set<String> names(List<NewJob> jobs) {
        return jobs.stream().map(NewJob::queue).collect(Collectors.toSet());
    }

    private static long count(String queue, List<NewJob> jobs) {
        // A caller who asks again may stand in one batch with himself.
        return jobs.stream()
                .filter(job -> job.queue().equals(queue))
                .map(NewJob::id)
                .distinct()
                .count();
    }

    /** Jobs that have not ended, but for children that a store may not know of yet. */
    private static long depth(String queue, Lives lives) {
        return lives.count(life ->
                life.queue().equals(queue) && life.wasSeen() && !life.state().ended());
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
