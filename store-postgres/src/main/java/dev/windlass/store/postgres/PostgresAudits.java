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
    private final List<Sweep> sweeps;

    /** Begin when the others are over: what they heal moves jobs past the count. */
    private final List<Sweep> last;

    PostgresAudits(Database database) {
        this.database = database;
        this.sweeps = Checks.inOrder().stream().map(this::sweep).toList();
        this.last = List.of(sweep(new DepthFault()));
    }

    private Sweep sweep(Fault fault) {
        return new Sweep(fault, database, turn);
    }

    @Override
    public synchronized Audited audit(int limit) {
        if (!database.transact(turn::take)) {
            return Audited.SOUND;
        }
        if (last.stream().allMatch(Sweep::isOver)) {
            sweeps.forEach(Sweep::begin);
            last.forEach(Sweep::begin);
        }
        var repairs = new ArrayList<>(next(sweeps, limit));
        if (sweeps.stream().allMatch(Sweep::isOver)) {
            repairs.addAll(next(last, limit));
        }
        return new Audited(repairs, !last.stream().allMatch(Sweep::isOver));
    }

    private static List<Repair> next(List<Sweep> sweeps, int limit) {
        var repairs = new ArrayList<Repair>();
        for (var sweep : sweeps) {
            if (!sweep.isOver()) {
                repairs.addAll(sweep.next(limit));
            }
        }
        return repairs;
    }

    @Override
    public List<Repair> repairs(int limit) {
        return database.transact(transaction -> Repairs.last(transaction, limit));
    }
}
