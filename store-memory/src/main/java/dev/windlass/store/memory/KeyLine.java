package dev.windlass.store.memory;

import dev.windlass.store.Refill;
import dev.windlass.task.Limit.Bound;
import dev.windlass.task.LimitKey;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The jobs that share a key of a limit. Guarded by the ledger's lock. */
final class KeyLine {
    final LimitKey name;

    /** All uses by their line numbers, of jobs that run or back off too: the head of a sequence is the first of them. */
    final TreeMap<Long, Use> uses = new TreeMap<>();

    final Set<Use> held = new LinkedHashSet<>();

    /** When the bucket of a rate is full. */
    Instant full = Instant.EPOCH;

    /** Those that wait in this line, by queue. */
    private final Map<String, TreeMap<Long, Use>> waiting = new TreeMap<>();

    KeyLine(LimitKey name) {
        this.name = name;
    }

    void enter(Use use) {
        waiting.computeIfAbsent(use.row.base.queue(), queue -> new TreeMap<>()).put(use.line, use);
    }

    void withdraw(Use use) {
        var queue = use.row.base.queue();
        var line = waiting.get(queue);
        if (line != null && line.remove(use.line, use) && line.isEmpty()) {
            waiting.remove(queue);
        }
    }

    Optional<Use> first(String queue) {
        return Optional.ofNullable(waiting.get(queue))
                .map(line -> line.firstEntry().getValue());
    }

    Set<String> queues() {
        return Set.copyOf(waiting.keySet());
    }

    int waiting() {
        return waiting.values().stream().mapToInt(TreeMap::size).sum();
    }

    boolean waits(Use use) {
        return waiting.getOrDefault(use.row.base.queue(), new TreeMap<>()).get(use.line) == use;
    }

    /** Whether the bound lets this use have a permit now. */
    boolean hasRoom(Bound bound, Use use, Instant now) {
        if (bound instanceof Bound.Concurrent concurrent) {
            return held.size() < concurrent.jobs();
        } else if (bound instanceof Bound.Rated rated) {
            return Refill.of(rated.rate()).tokens(full, now) > held.size();
        } else if (bound instanceof Bound.Sequence) {
            return held.isEmpty() && uses.firstEntry().getValue() == use;
        }
        return held.isEmpty();
    }

    /** When a rate may have room, if time alone brings it. */
    Optional<Instant> due(Bound bound) {
        if (bound instanceof Bound.Rated rated && held.size() < rated.rate().burst()) {
            return Optional.of(Refill.of(rated.rate()).due(full, held.size() + 1));
        }
        return Optional.empty();
    }

    /** Whether nobody misses it once it is gone. */
    boolean forgettable(Instant now) {
        return uses.isEmpty() && !full.isAfter(now);
    }
}
