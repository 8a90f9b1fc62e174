package dev.windlass.store.memory;

import dev.windlass.store.GrantPlan;
import dev.windlass.store.Granted;
import dev.windlass.store.KeyView;
import dev.windlass.store.LimitAudit;
import dev.windlass.store.LimitStore;
import dev.windlass.store.LimitView;
import dev.windlass.store.WaitReason;
import dev.windlass.task.JobState;
import dev.windlass.task.Limit;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Bounds on jobs that share a key: the entrance. */
final class MemoryLimits implements LimitStore {
    private final Ledger ledger;
    private final Limits limits;

    MemoryLimits(Ledger ledger) {
        this.ledger = ledger;
        this.limits = ledger.limits;
    }

    @Override
    public void declare(Collection<Limit> declared) {
        synchronized (ledger) {
            var changed = new HashSet<String>();
            for (var limit : declared) {
                if (!limit.equals(limits.declared.put(limit.name(), limit))) {
                    changed.add(limit.name());
                }
            }
            limits.wakeAll(changed);
        }
    }

    @Override
    public void override(Limit limit) {
        synchronized (ledger) {
            limits.overrides.put(limit.name(), limit);
            limits.wakeAll(List.of(limit.name()));
        }
    }

    @Override
    public void reset(String name) {
        synchronized (ledger) {
            limits.overrides.remove(name);
            limits.wakeAll(List.of(name));
        }
    }

    @Override
    public List<LimitView> list() {
        synchronized (ledger) {
            var names = new TreeSet<>(limits.declared.keySet());
            names.addAll(limits.overrides.keySet());
            return names.stream().map(this::view).toList();
        }
    }

    private LimitView view(String name) {
        var keys = limits.keys.values().stream()
                .filter(key -> key.name.limit().equals(name))
                .toList();
        return new LimitView(
                name,
                find(limits.declared, name),
                find(limits.overrides, name),
                counted(keys.stream().mapToInt(key -> key.held.size()).sum()),
                counted(keys.stream().mapToInt(KeyLine::waiting).sum()));
    }

    @Override
    public List<KeyView> keys(String name, String after, int limit) {
        synchronized (ledger) {
            return limits.keys.values().stream()
                    .filter(key ->
                            key.name.limit().equals(name) && key.name.key().compareTo(after) > 0)
                    .filter(key -> !key.uses.isEmpty())
                    .limit(limit)
                    .map(key -> new KeyView(key.name, counted(key.held.size()), counted(key.waiting())))
                    .toList();
        }
    }

    private static Optional<Limit> find(Map<String, Limit> limits, String name) {
        return Optional.ofNullable(limits.get(name));
    }

    private static int counted(int number) {
        return Math.min(number, MOST_COUNTED);
    }

    @Override
    public Granted grant(GrantPlan plan) {
        synchronized (ledger) {
            return ledger.granting.grant(plan);
        }
    }

    @Override
    public LimitAudit audit(long after, int limit) {
        synchronized (ledger) {
            var repaired = 0;
            var uses = limits.places.tailMap(after, false).values().stream()
                    .limit(limit)
                    .toList();
            for (var use : uses) {
                repaired += use.row.unsettled == 0 && mend(use) ? 1 : 0;
            }
            return new LimitAudit(repaired, uses.size() < limit ? 0 : uses.get(uses.size() - 1).line);
        }
    }

    private boolean mend(Use use) {
        var state = use.row.state;
        if (state.ended() || ledger.rows.get(use.row.base.id()) != use.row) {
            limits.drop(use);
            return true;
        }
        var mended = false;
        if (use.held && state != JobState.READY && state != JobState.RUNNING && !isParked(use.row)) {
            limits.free(use);
            mended = true;
        }
        if (use.key.waits(use) && state != JobState.WAITING) {
            use.key.withdraw(use);
            mended = true;
        }
        if (state == JobState.WAITING
                && !isParked(use.row)
                && use.row.uses.values().stream().noneMatch(other -> other.key.waits(other))) {
            limits.enter(use);
            mended = true;
        }
        return mended;
    }

    /** A parked job keeps its permit: it runs as soon as somebody can. */
    private static boolean isParked(Row row) {
        return row.waiting.equals(Optional.of(WaitReason.NO_TASK));
    }
}
