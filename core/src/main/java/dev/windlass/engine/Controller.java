package dev.windlass.engine;

import dev.windlass.store.Control;
import dev.windlass.store.QueueStore;
import dev.windlass.store.Sight;
import dev.windlass.store.Store;
import dev.windlass.store.WorkerId;
import dev.windlass.store.WorkerStore;
import java.util.Collections;
import java.util.Optional;

/**
 * Reads what people have decided, twice a second and after a hint, and makes this worker follow it. While nothing changes it asks
 * for one number.
 *
 * <p>The store obeys at once, by itself: it gives nothing of a paused queue. What is left to a worker are the leases that it holds
 * already. Those that run go on; those that have not started go back. Of a worker that is drained these are all.
 */
public final class Controller implements Duty {
    private final QueueStore store;
    private final WorkerStore workers;
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

    /** The row that says so. */
    private Optional<WorkerId> marked = Optional.empty();

    /** {@code close} lets the worker take nothing more, and gives back what it has not started. */
    Controller(Store store, WorkerParts parts, Runnable close) {
        this.store = store.queues();
        this.workers = store.workers();
        this.rules = parts.rules();
        this.recall = new Recall(parts);
        this.settings = parts.settings();
        this.hints = parts.hints();
        this.membership = parts.membership();
        this.close = close;
    }

    /** Whether people have decided something that this worker does not follow yet; one that is drained goes on giving back. */
    boolean wants(Sight sight) {
        return drained || sight.revision().filter(revision -> revision == known).isEmpty();
    }

    @Override
    public Next run() {
        // Before the question: a row that is ended after it may have been drained after it as well.
        var ids = membership.ids();
        var control = store.control(known);
        control.queues().ifPresent(queues -> {
            rules.adopt(control.revision(), queues);
            recall.unstarted();
            // What was resumed or widened may have jobs ready.
            hints.claiming();
        });
        known = control.revision();
        drained |= !Collections.disjoint(control.draining(), ids);
        membership.forget(ids);
        if (drained) {
            // At each turn: a claim that was under way may have brought leases since.
            close.run();
            mark(membership.id());
        }
        return Next.after(settings.timing().upkeep());
    }

    /** A rescue may have ended the row that was drained: people see of the next one, too, that it takes nothing. */
    private void mark(WorkerId row) {
        if (membership.joinedAs(row) && !marked.equals(Optional.of(row)) && workers.drain(row)) {
            marked = Optional.of(row);
        }
    }
}
