package dev.windlass.store.memory;

import dev.windlass.store.NewWorker;
import dev.windlass.store.Renewal;
import dev.windlass.store.Worker;
import dev.windlass.store.WorkerId;
import dev.windlass.store.WorkerStore;
import java.util.Comparator;
import java.util.List;

/** The rows of workers. */
final class MemoryWorkers implements WorkerStore {
    private final Ledger ledger;

    MemoryWorkers(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public void join(NewWorker worker) {
        synchronized (ledger) {
            ledger.workers.computeIfAbsent(worker.id(), id -> new WorkerRow(worker, ledger.now()));
        }
    }

    @Override
    public Renewal renew(WorkerId id) {
        synchronized (ledger) {
            var worker = ledger.workers.get(id);
            if (worker == null || !worker.live()) {
                return new Renewal.Ended();
            }
            var now = ledger.now();
            worker.until = now.plus(worker.base.lease());
            return new Renewal.Renewed(worker.held.size(), now);
        }
    }

    @Override
    public void leave(WorkerId id) {
        synchronized (ledger) {
            var worker = ledger.workers.get(id);
            if (worker != null) {
                worker.state = Worker.State.ENDED;
            }
        }
    }

    @Override
    public boolean drain(WorkerId id) {
        synchronized (ledger) {
            var worker = ledger.workers.get(id);
            if (worker == null || !worker.live() || worker.expired(ledger.now())) {
                return false;
            }
            if (worker.state == Worker.State.LIVE) {
                worker.state = Worker.State.DRAINING;
                worker.drained = true;
                ledger.queues.raise();
            }
            return true;
        }
    }

    @Override
    public List<Worker> list() {
        synchronized (ledger) {
            return ledger.workers.values().stream()
                    .map(WorkerRow::view)
                    .sorted(Comparator.comparing(Worker::joined).reversed())
                    .toList();
        }
    }
}
