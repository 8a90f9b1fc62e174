package dev.windlass.engine;

import dev.windlass.store.Control;
import dev.windlass.store.QueueStore;

/**
 * Reads what people have decided, twice a second and after a hint, and makes this worker follow it. While nothing changes it asks
 * for one number.
 *
 * <p>The store obeys at once, by itself: it gives nothing of a paused queue. What is left to a worker are the leases that it holds
 * already. Those that run go on; those that have not started go back. Of a worker that is drained these are all.
 */
public final class Controller implements Duty {
    private final QueueStore store;
    private final Rules rules;
    private final Recall recall;
    private final Settings settings;
    private final Hints hints;
    private final Membership membership;
    private final Runnable close;

    /** Of this worker: others of the process may have adopted a later one, and hold leases of their own. */
    private long known = Control.UNKNOWN;

    /** For good, whatever row the worker has from now on. */
    private boolean drained;

    /** {@code close} lets the worker take nothing more, and gives back what it has not started. */
    Controller(QueueStore store, WorkerParts parts, Runnable close) {
        this.store = store;
        this.rules = parts.rules();
        this.recall = new Recall(parts);
        this.settings = parts.settings();
        this.hints = parts.hints();
        this.membership = parts.membership();
        this.close = close;
    }

    @Override
    public Next run() {
        var control = store.control(known);
        control.queues().ifPresent(queues -> {
            rules.adopt(control.revision(), queues);
            recall.unstarted();
            // What was resumed or widened may have jobs ready.
            hints.claiming();
        });
        known = control.revision();
        drained |= control.draining().contains(membership.id());
        if (drained) {
            // At each turn: a claim that was under way may have brought leases since.
            close.run();
        }
        return Next.after(settings.timing().upkeep());
    }
}
