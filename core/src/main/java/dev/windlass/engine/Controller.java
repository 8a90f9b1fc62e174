package dev.windlass.engine;

import dev.windlass.store.Control;
import dev.windlass.store.QueueStore;

/**
 * Reads what people have decided, twice a second and after a hint, and makes this worker follow it. While nothing changes it asks
 * for one number.
 *
 * <p>The store obeys at once, by itself: it gives nothing of a paused queue. What is left to a worker are the leases that it holds
 * already. Those that run go on; those that have not started go back.
 */
public final class Controller implements Duty {
    private final QueueStore store;
    private final Rules rules;
    private final Recall recall;
    private final Settings settings;
    private final Hints hints;

    /** Of this worker: others of the process may have adopted a later one, and hold leases of their own. */
    private long known = Control.UNKNOWN;

    Controller(QueueStore store, WorkerParts parts) {
        this.store = store;
        this.rules = parts.rules();
        this.recall = new Recall(parts);
        this.settings = parts.settings();
        this.hints = parts.hints();
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
        return Next.after(settings.timing().upkeep());
    }
}
