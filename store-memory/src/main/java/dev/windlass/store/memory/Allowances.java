package dev.windlass.store.memory;

import dev.windlass.store.Allowance;
import dev.windlass.store.ClaimPlan;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the queues of one claim may give. */
final class Allowances {
    private final Ledger ledger;
    private final Map<String, Optional<Allowance>> byQueue = new HashMap<>();
    private int starts;
    private Optional<Duration> next = Optional.empty();

    Allowances(Ledger ledger, ClaimPlan plan) {
        this.ledger = ledger;
        this.starts = plan.starts();
    }

    /** How many jobs the queue may give now, of so many that are wanted. */
    int most(String queue, int wanted) {
        if (isPaused(queue)) {
            return 0;
        }
        return of(queue)
                .map(rules -> Math.min(wanted, Math.min(rules.left(), startsFor(rules))))
                .orElse(wanted);
    }

    private int startsFor(Allowance rules) {
        return rules.startsWhenClaimed() ? starts : Integer.MAX_VALUE;
    }

    /** Whether the queue had anything to give when the claim began. */
    boolean isOpen(String queue) {
        return !isPaused(queue) && of(queue).map(Allowance::open).orElse(true);
    }

    private boolean isPaused(String queue) {
        return ledger.queues.find(queue).filter(kept -> kept.paused).isPresent();
    }

    private Optional<Allowance> of(String queue) {
        return byQueue.computeIfAbsent(queue, name -> ledger.queues.find(name).map(this::allowance));
    }

    private Allowance allowance(KeptQueue kept) {
        var running = kept.rules().bounds().concurrency().isPresent() ? running(kept.name) : 0;
        return new Allowance(kept.rules(), kept.bucket(), running, ledger.micros());
    }

    private int running(String queue) {
        return Math.toIntExact(ledger.workers.values().stream()
                .flatMap(worker -> worker.held.stream())
                .filter(row -> row.base.queue().equals(queue))
                .count());
    }

    /** A job with limits may start, beside those that its queue counts itself. */
    boolean startOne(String queue) {
        if (of(queue).map(Allowance::startsWhenClaimed).orElse(false)) {
            return true;
        }
        if (starts == 0) {
            return false;
        }
        starts--;
        return true;
    }

    /** The queue gave so many, and has more of them ready or not. */
    void took(String queue, int jobs, boolean more) {
        if (isPaused(queue)) {
            return;
        }
        of(queue).ifPresent(rules -> {
            rules.take(jobs);
            starts -= rules.startsWhenClaimed() ? jobs : 0;
            rules.spent()
                    .ifPresent(bucket -> ledger.queues.find(queue).orElseThrow().keep(bucket));
            if (more) {
                rules.next().ifPresent(wait -> next = Optional.of(earlier(wait)));
            }
        });
    }

    private Duration earlier(Duration wait) {
        return next.filter(other -> other.compareTo(wait) < 0).orElse(wait);
    }

    /** How soon a rate allows a start for which a job waits. */
    Optional<Duration> next() {
        return next;
    }
}
