package dev.windlass.benchmarks.beside;

import dev.windlass.store.LeaseKey;
import dev.windlass.store.contract.simulation.Receipts;
import dev.windlass.store.contract.simulation.Violation;
import dev.windlass.task.Session;
import java.util.ArrayList;
import java.util.List;

/**
 * What the stores of a seed share: what tasks write, into the first as they write it and into the others when the commit is made there, and
 * whether all still go the same way.
 */
final class Common implements Receipts {
    private final List<ReceiptTable> tables;
    private final List<LeaseKey> written = new ArrayList<>();
    private boolean parted;

    Common(List<Side> sides) {
        this.tables = sides.stream().flatMap(side -> side.table().stream()).toList();
    }

    @Override
    public void write(Session session, LeaseKey by) {
        tables.get(0).write(session, by);
        written.add(by);
    }

    /** The stores have chosen otherwise, as each may: from here on the first goes its way alone. */
    void part() {
        parted = true;
    }

    boolean haveParted() {
        return parted;
    }

    /** What was written since the last time. */
    List<LeaseKey> taken() {
        var taken = List.copyOf(written);
        written.clear();
        return taken;
    }

    @Override
    public List<LeaseKey> all() {
        var first = tables.get(0).all();
        for (var table : tables) {
            if (!parted && !table.all().equals(first)) {
                throw new Violation("tasks have written " + first + ", and elsewhere " + table.all());
            }
        }
        return List.copyOf(first);
    }
}
