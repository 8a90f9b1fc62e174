package dev.windlass.store.memory;

import dev.windlass.store.Control;
import dev.windlass.store.QueueOverride;
import dev.windlass.store.QueueRow;
import dev.windlass.store.QueueStore;
import dev.windlass.store.QueueText;
import dev.windlass.store.WorkerId;
import dev.windlass.task.Queue;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The rules of queues: the entrance to the {@link QueueBook}. */
final class MemoryQueues implements QueueStore {
    private final Ledger ledger;

    MemoryQueues(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public void declare(Collection<Queue> queues) {
        synchronized (ledger) {
            // As it comes back from a store that keeps text, so that both give the same.
            queues.stream().map(QueueText::plain).forEach(this::declare);
        }
    }

    private void declare(Queue queue) {
        var known = ledger.queues.find(queue.name()).flatMap(kept -> kept.declared);
        if (!known.equals(Optional.of(queue))) {
            ledger.queues.change(queue.name(), ledger.micros(), kept -> kept.declared = Optional.of(queue));
        }
    }

    @Override
    public void override(Queue rules) {
        synchronized (ledger) {
            var plain = QueueText.plain(rules);
            ledger.queues.change(rules.name(), ledger.micros(), kept -> kept.override = Optional.of(plain));
        }
    }

    @Override
    public void reset(String queue) {
        synchronized (ledger) {
            if (ledger.queues.find(queue).isPresent()) {
                ledger.queues.change(queue, ledger.micros(), kept -> kept.override = Optional.empty());
            }
        }
    }

    @Override
    public void pause(String queue) {
        synchronized (ledger) {
            ledger.queues.change(queue, ledger.micros(), kept -> kept.paused = true);
        }
    }

    @Override
    public void resume(String queue) {
        synchronized (ledger) {
            if (ledger.queues.find(queue).isPresent()) {
                ledger.queues.change(queue, ledger.micros(), kept -> kept.paused = false);
            }
        }
    }

    @Override
    public boolean adopt(QueueOverride said) {
        synchronized (ledger) {
            var spoken = ledger.queues
                    .find(said.queue())
                    .filter(kept -> kept.paused || kept.override.isPresent())
                    .isPresent();
            if (!spoken) {
                ledger.queues.change(said.queue(), ledger.micros(), kept -> {
                    kept.override = said.rules().map(QueueText::plain);
                    kept.paused = said.paused();
                });
            }
            return !spoken;
        }
    }

    @Override
    public List<QueueRow> list() {
        synchronized (ledger) {
            var now = ledger.micros();
            return ledger.queues.all().stream()
                    .map(kept -> kept.view(ledger.queues.depth(kept.name), now))
                    .toList();
        }
    }

    @Override
    public int purge(String queue, int limit, Duration keep) {
        synchronized (ledger) {
            var purged = ledger.rows.values().stream()
                    .filter(row -> row.base.queue().equals(queue) && isWaiting(row))
                    .limit(limit)
                    .toList();
            purged.forEach(row -> ledger.cancel(row, keep));
            return purged.size();
        }
    }

    private static boolean isWaiting(Row row) {
        return switch (row.state) {
            case SCHEDULED, READY, WAITING -> true;
            case RUNNING, SUCCEEDED, DEAD, CANCELLED -> false;
        };
    }

    @Override
    public Control control(long known) {
        synchronized (ledger) {
            var revision = ledger.queues.revision();
            return revision == known
                    ? new Control(revision, Optional.empty(), Set.of())
                    : new Control(revision, Optional.of(list()), draining());
        }
    }

    private Set<WorkerId> draining() {
        return ledger.workers.values().stream()
                .filter(worker -> worker.drained)
                .map(worker -> worker.base.id())
                .collect(Collectors.toUnmodifiableSet());
    }
}
