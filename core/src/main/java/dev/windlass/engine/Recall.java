package dev.windlass.engine;

import dev.windlass.store.Commit;
import dev.windlass.store.Ended;
import dev.windlass.store.Lease;
import dev.windlass.store.Then;
import dev.windlass.task.Outcome;

/**
 * Gives leases back that would start although people held their queue back, or before the rate of their queue counts them.
 *
 * <p>Rules and leases reach a worker by different ways, and either may come first: what is held when rules change is recalled by
 * {@link #unstarted}, what was claimed under former rules and comes after them by {@link #passes}. Safe for all threads.
 */
final class Recall {
    private final Rules rules;
    private final Slots slots;
    private final Finisher finisher;

    Recall(WorkerParts parts) {
        this(parts.rules(), parts.slots(), parts.finisher());
    }

    Recall(Rules rules, Slots slots, Finisher finisher) {
        this.rules = rules;
        this.slots = slots;
        this.finisher = finisher;
    }

    /** Gives back what is held and has not started. Leases of a queue with a rate whose claim was their start are kept. */
    void unstarted() {
        slots.recall(lease -> rules.isPaused(lease.queue()), lease -> rules.startsWhenClaimed(lease.queue()))
                .forEach(this::giveBack);
    }

    /** Whether a lease that was claimed under former rules may start under these. One that may not is on its way back. */
    boolean passes(Lease lease) {
        var isDue = rules.isPaused(lease.queue()) || rules.startsWhenClaimed(lease.queue());
        if (isDue) {
            giveBack(lease);
        }
        return !isDue;
    }

    private void giveBack(Lease lease) {
        finisher.add(lease, Commit.end(lease.key(), new Then.Release(Ended.of(Outcome.RELEASED))));
    }
}
