package dev.windlass.store.contract.simulation;

import dev.windlass.store.Control;
import dev.windlass.store.QueueRow;
import dev.windlass.store.QueueStore;
import java.util.List;

/** Queues as a worker sees them that reads over the word "paused": it starts what it holds already. */
final class NoNewsOfPauses extends ForwardingQueues {
    NoNewsOfPauses(QueueStore correct) {
        super(correct);
    }

    @Override
    public Control control(long known) {
        var control = correct.control(known);
        return new Control(control.revision(), control.queues().map(NoNewsOfPauses::open), control.draining());
    }

    /** The bug. */
    private static List<QueueRow> open(List<QueueRow> rows) {
        return rows.stream()
                .map(row -> new QueueRow(row.name(), row.declared(), row.override(), false, row.depth(), row.starts()))
                .toList();
    }
}
