package dev.windlass.store.sqlite;

import dev.windlass.store.AuditStore;
import dev.windlass.store.Audited;
import dev.windlass.store.Repair;
import java.util.ArrayList;
import java.util.List;

/**
 * Goes round all rows, a stretch of each sweep at a call, and heals what it finds.
 *
 * <p>Guarded by its monitor: calls that meet take one stretch each.
 */
final class SqliteAudits implements AuditStore {
    private final Readers readers;
    private final List<Sweep> sweeps = new ArrayList<>();

    SqliteAudits(Writes writes, Readers readers) {
        this.readers = readers;
        Checks.IN_ORDER.forEach(check -> sweeps.add(new CheckSweep(check, writes, readers)));
        sweeps.add(new KeySweep(writes, readers));
        sweeps.add(new LimitSweep(writes));
        sweeps.add(new DepthSweep(writes, readers));
    }

    @Override
    public synchronized Audited audit(int limit) {
        if (sweeps.stream().allMatch(Sweep::isOver)) {
            sweeps.forEach(Sweep::begin);
        }
        var repairs = new ArrayList<Repair>();
        for (var sweep : sweeps) {
            if (!sweep.isOver()) {
                repairs.addAll(sweep.next(limit));
            }
        }
        return new Audited(repairs, sweeps.stream().anyMatch(sweep -> !sweep.isOver()));
    }

    @Override
    public List<Repair> repairs(int limit) {
        return readers.read(reader -> Repairs.last(reader, limit));
    }
}
