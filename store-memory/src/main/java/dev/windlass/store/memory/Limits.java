package dev.windlass.store.memory;

import dev.windlass.store.LimitView;
import dev.windlass.store.Refill;
import dev.windlass.store.WaitReason;
import dev.windlass.task.JobState;
import dev.windlass.task.Limit;
import dev.windlass.task.Limit.Bound;
import dev.windlass.task.LimitKey;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Lines and permits: how jobs come into them and out again. Who passes is decided in {@link Granting}. Guarded by the ledger's lock.
 *
 * <p>A place in line is taken at once, in the order of acceptance; that a permit is free again is a consequence of whatever freed it,
 * and may come late.
 */
final class Limits {
    final Looks looks = new Looks();
    final Map<String, Limit> declared = new TreeMap<>();
    final Map<String, Limit> overrides = new TreeMap<>();
    final Map<LimitKey, KeyLine> keys = new TreeMap<>();

    /** All uses of all keys, in the order in which they took their places. */
    final TreeMap<Long, Use> places = new TreeMap<>();

    /** Keys of rates that nobody uses, and whose buckets are not full yet. */
    private final Set<KeyLine> idle = new HashSet<>();

    private final Ledger ledger;
    private long lastLine;

    Limits(Ledger ledger) {
        this.ledger = ledger;
    }

    static boolean bind(Row row) {
        return !row.base.terms().limits().isEmpty();
    }

    /** The bound that holds for a key, if its limit was ever declared. */
    Optional<Bound> bound(KeyLine key) {
        var name = key.name.limit();
        return LimitView.inForce(Optional.ofNullable(declared.get(name)), Optional.ofNullable(overrides.get(name)))
                .map(Limit::bound);
    }

    private boolean isRate(Use use) {
        return bound(use.key).filter(Bound.Rated.class::isInstance).isPresent();
    }

    private boolean isSequence(Use use) {
        return bound(use.key).filter(Bound.Sequence.class::isInstance).isPresent();
    }

    /** WAITING, with a place in the lines of all its keys, and standing in the first one. */
    void join(Row row, Instant now) {
        if (ledger.isCalledOff(row)) {
            return;
        }
        row.move(JobState.WAITING, now);
        row.spent = false;
        for (var name : row.base.terms().limits()) {
            row.uses.computeIfAbsent(name, key -> place(row, key));
        }
        var first = row.uses.firstEntry().getValue();
        row.waiting = Optional.of(reason(first));
        var arrow = row.moves;
        ledger.consequence(row, () -> {
            if (row.moves == arrow) {
                enter(first);
            }
        });
    }

    /** Before it is due: the job comes from a store in which it stood in these lines. */
    void keepPlaces(Row row, Collection<LimitKey> names) {
        names.forEach(name -> row.uses.computeIfAbsent(name, key -> place(row, key)));
    }

    private Use place(Row row, LimitKey name) {
        var key = keys.computeIfAbsent(name, KeyLine::new);
        var use = new Use(row, key, ++lastLine);
        key.uses.put(use.line, use);
        places.put(use.line, use);
        return use;
    }

    WaitReason reason(Use use) {
        return isRate(use) ? WaitReason.RATE : WaitReason.KEY;
    }

    void enter(Use use) {
        use.key.enter(use);
        looks.wake(use.row.base.queue(), use.key, ledger.now());
    }

    /** Whether a job may start. For one that was parked no token is set aside any more: each of its rates must have one to spare. */
    boolean mayStart(Row row, Instant now) {
        return row.uses.values().stream()
                .allMatch(use -> use.held
                        || bound(use.key)
                                .filter(bound -> bound instanceof Bound.Rated && use.key.hasRoom(bound, use, now))
                                .isPresent());
    }

    /** The claim of a job under a rate is a start, and costs the token that was set aside for it; where it was parked, any token. */
    void started(Row row, Instant now) {
        for (var use : List.copyOf(row.uses.values())) {
            if ((use.held || row.spent) && bound(use.key).orElse(null) instanceof Bound.Rated rated) {
                use.key.full = Refill.of(rated.rate()).spend(use.key.full, now);
                use.spent = Optional.of(use.key.full);
                row.spent = true;
                free(use);
            }
        }
    }

    /** A job that stood READY goes back into line, at its old place. */
    void rejoin(Row row, Instant now) {
        freeAll(row);
        join(row, now);
    }

    /** A next slice of a job under a rate waits behind others; a sequence keeps its head. */
    void rejoinAtEnd(Row row, Instant now) {
        giveBack(row);
        join(row, now);
    }

    private void freeAll(Row row) {
        var uses = List.copyOf(row.uses.values());
        ledger.consequence(row, () -> uses.forEach(this::free));
    }

    /** The token of a start that did not happen. */
    void putTokenBack(Row row) {
        var uses = List.copyOf(row.uses.values());
        ledger.consequence(row, () -> {
            for (var use : uses) {
                // Only the last one that was taken: the key may have run over since.
                if (bound(use.key).orElse(null) instanceof Bound.Rated rated
                        && use.spent.filter(use.key.full::equals).isPresent()) {
                    use.key.full = Refill.of(rated.rate()).putBack(use.key.full);
                    use.spent = Optional.empty();
                    wake(use.key);
                }
            }
        });
    }

    /** The job is SCHEDULED: it gives everything back but its place in a sequence. */
    void giveBack(Row row) {
        var kept = row.uses.values().stream().filter(this::isSequence).toList();
        var given = row.uses.values().stream().filter(use -> !isSequence(use)).toList();
        given.forEach(use -> row.uses.remove(use.key.name));
        row.spent = false;
        ledger.consequence(row, () -> {
            kept.forEach(this::free);
            given.forEach(this::drop);
        });
    }

    /** The job has ended. */
    void leave(Row row) {
        var uses = List.copyOf(row.uses.values());
        row.uses.clear();
        row.spent = false;
        ledger.consequence(row, () -> uses.forEach(this::drop));
    }

    /** Out of the line in which it waits, at once: nobody must be granted what was called off. */
    void withdraw(Row row) {
        row.uses.values().forEach(use -> use.key.withdraw(use));
    }

    void free(Use use) {
        use.held = false;
        if (use.key.held.remove(use)) {
            wake(use.key);
        }
    }

    void drop(Use use) {
        free(use);
        use.key.withdraw(use);
        use.key.uses.remove(use.line);
        places.remove(use.line);
        wake(use.key);
        if (use.key.uses.isEmpty()) {
            idle.add(use.key);
            forgetIdle(ledger.now());
        }
    }

    private void wake(KeyLine key) {
        var now = ledger.now();
        key.queues().forEach(queue -> looks.wake(queue, key, now));
    }

    /** After a bound has changed. */
    void wakeAll(Collection<String> limits) {
        keys.values().stream().filter(key -> limits.contains(key.name.limit())).forEach(this::wake);
    }

    /** Keys of rates that nobody uses any more, once they are full. */
    void forgetIdle(Instant now) {
        idle.removeIf(key -> !key.uses.isEmpty());
        idle.stream().filter(key -> key.forgettable(now)).forEach(key -> keys.remove(key.name));
        idle.removeIf(key -> key.forgettable(now));
    }

    boolean anyWaiting() {
        return keys.values().stream().anyMatch(key -> key.waiting() > 0);
    }
}
