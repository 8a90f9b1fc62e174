package dev.windlass.store.contract.simulation;

import dev.windlass.store.Control;
import dev.windlass.store.QueueRow;
import dev.windlass.store.QueueStore;
import dev.windlass.task.Queue;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** Queues as a worker sees them that reads over the word "paused": it starts what it holds already. */
record NoNewsOfPauses(QueueStore correct) implements QueueStore {
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
    public List<QueueRow> list() {
        return correct.list();
    }

    @Override
    public int purge(String queue, int limit, Duration keep) {
        return correct.purge(queue, limit, keep);
    }

    @Override
    public Control control(long known) {
        var control = correct.control(known);
        return new Control(control.revision(), control.queues().map(NoNewsOfPauses::open));
    }

    /** The bug. */
    private static List<QueueRow> open(List<QueueRow> rows) {
        return rows.stream()
                .map(row -> new QueueRow(
                        row.name(), row.declared(), row.override(), false, row.depth(), row.starts()))
                .toList();
    }
}
