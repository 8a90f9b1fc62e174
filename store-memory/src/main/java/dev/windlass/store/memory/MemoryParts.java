package dev.windlass.store.memory;

import dev.windlass.store.PartStore;
import dev.windlass.task.Content;
import dev.windlass.task.JobId;
import java.util.Optional;

/** Payloads in parts: the entrance. */
final class MemoryParts implements PartStore {
    private final Ledger ledger;

    MemoryParts(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public void stage(JobId job, int part, Content bytes) {
        PartStore.requireBounds(part, bytes);
        synchronized (ledger) {
            if (!ledger.rows.containsKey(job)) {
                ledger.stowed.stage(job, part, bytes, ledger.now());
            }
        }
    }

    @Override
    public void drop(JobId job) {
        synchronized (ledger) {
            if (!ledger.rows.containsKey(job)) {
                ledger.stowed.remove(job);
            }
        }
    }

    @Override
    public Optional<Content> find(JobId job, int part) {
        synchronized (ledger) {
            return ledger.stowed.find(job, part);
        }
    }
}
