package dev.windlass.store.memory;

import dev.windlass.store.NewWorker;
import dev.windlass.store.Worker;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;

/** A worker's row and the jobs on which it holds leases. Guarded by the ledger's lock. */
final class WorkerRow {
    final NewWorker base;
    final Instant joined;
    final Set<Row> held = new LinkedHashSet<>();

    Worker.State state = Worker.State.LIVE;
    /** Stays when the row ends: its worker may not have looked yet. */
    boolean drained;

    Instant until;
    long lastClaim;

    WorkerRow(NewWorker base, Instant now) {
        this.base = base;
        this.joined = now;
        this.until = now.plus(base.lease());
    }

    boolean live() {
        return state != Worker.State.ENDED;
    }

    /** Whether its time is up; it lives on until somebody ends it. */
    boolean expired(Instant now) {
        return !now.isBefore(until);
    }

    Worker view() {
        return new Worker(base.id(), base.name(), base.host(), base.pid(), base.tasks(), state, joined, until);
    }
}
