package dev.windlass.store.postgres;

import dev.windlass.store.AuditStore;
import dev.windlass.store.Audited;
import dev.windlass.store.Repair;
import java.util.ArrayList;
import java.util.List;

/**
 * Goes round all rows, a stretch of each sweep at a call, and heals what it finds, while it is this process's turn.
 *
 * <p>Guarded by its monitor: calls that meet take one stretch each.
 */
final class PostgresAudits implements AuditStore {
    private final Database database;
    private final AuditTurn turn = new AuditTurn();
    private final Hygiene hygiene = new Hygiene();
    private final List<Sweep<?>> sweeps = new ArrayList<>();

    /** Begins when the others are over: what they heal moves jobs past the count. */
    private final Sweep<String> depths;

    PostgresAudits(Database database) {
        this.database = database;
        Checks.inOrder().forEach(fault -> sweeps.add(sweep(fault)));
        sweeps.add(new Sweep<>(0L, new LimitWalk(database, turn)));
        // Behind the lines: a job that is put into one again uses its key again.
        sweeps.add(sweep(KeyFault.UNUSED));
        depths = sweep(new DepthFault());
    }

    private Sweep<String> sweep(Fault fault) {
        return new Sweep<>(fault.beginning(), new FaultWalk(fault, database, turn));
    }

    @Override
    public synchronized Audited audit(int limit) {
        if (!database.transact(turn::take)) {
            return Audited.SOUND;
        }
        if (depths.isOver()) {
            database.run(transaction -> hygiene.look(transaction, database.names()));
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
        return database.transact(transaction -> Repairs.last(transaction, limit));
    }
}
