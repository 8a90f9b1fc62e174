package dev.windlass.store.contract.simulation;

import dev.windlass.store.Control;
import dev.windlass.store.QueueOverride;
import dev.windlass.store.QueueRow;
import dev.windlass.store.QueueStore;
import dev.windlass.task.Queue;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** Rules of queues that pass every call on to correct ones; a bug overrides the one call in which it sits. */
public class ForwardingQueues implements QueueStore {
    protected final QueueStore correct;

    protected ForwardingQueues(QueueStore correct) {
        this.correct = correct;
    }

    @Override
    public void declare(Collection<Queue> queues) {
        correct.declare(queues);
    }

    @Override
    public void override(Queue rules) {
        correct.override(rules);
    }

    @Override
    public void reset(String queue) {
        correct.reset(queue);
    }

    @Override
    public void pause(String queue) {
        correct.pause(queue);
    }

    @Override
    public void resume(String queue) {
        correct.resume(queue);
    }

    @Override
    public boolean adopt(QueueOverride said) {
        return correct.adopt(said);
    }

    @Override
    public List<QueueRow> list() {
        return correct.list();
    }

    @Override
    public int purge(String queue, int limit, Duration keep) {
        return correct.purge(queue, limit, keep);
    }

    @Override
    public Control control(long known) {
        return correct.control(known);
    }
}
