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
    private final List<Sweep<?>> sweeps = new ArrayList<>();

    /** Begins when the others are over: what they heal moves jobs past the count. */
    private final Sweep<Long> depths;

    SqliteAudits(Writes writes, Readers readers) {
        this.readers = readers;
        Checks.IN_ORDER.forEach(check -> sweeps.add(new Sweep<>(0L, new FaultWalk<>(check, writes, readers))));
        sweeps.add(new Sweep<>(StrayKey.Key.BEGINNING, new FaultWalk<>(new StrayKey(), writes, readers)));
        sweeps.add(new Sweep<>(0L, new LimitWalk(writes)));
        // Behind the lines: a job that is put into one again uses its key again.
        sweeps.add(new Sweep<>(0L, new FaultWalk<>(BesideChecks.UNUSED_KEY, writes, readers)));
        depths = new Sweep<>(0L, new DepthWalk(writes, readers));
    }

    @Override
    public synchronized Audited audit(int limit) {
        if (depths.isOver()) {
            sweeps.forEach(Sweep::begin);
            depths.begin();
        }
        var repairs = new ArrayList<Repair>();
        for (var sweep : sweeps) {
            if (!sweep.isOver()) {
                repairs.addAll(sweep.next(limit));
            }
        }
        if (sweeps.stream().allMatch(Sweep::isOver)) {
            repairs.addAll(depths.next(limit));
        }
        return new Audited(repairs, !depths.isOver());
    }

    @Override
    public List<Repair> repairs(int limit) {
        return readers.read(reader -> Repairs.last(reader, limit));
    }
}
