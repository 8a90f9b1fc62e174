package dev.windlass.store.memory;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The keys at which a grant has to look, each for a queue and from some time on. However many jobs wait, this holds only those keys at
 * which something may have changed. Guarded by the ledger's lock.
 */
final class Looks {
    private record Place(String queue, KeyLine key) {}

    /** Ordered by time, and those of one time by turns. */
    private record Look(Instant at, long turn, KeyLine key) {}

    private final Map<String, TreeSet<Look>> byQueue = new HashMap<>();
    private final Map<Place, Look> byPlace = new HashMap<>();
    private long turns;

    /** Looks at the key from {@code at} on. One that is to be looked at earlier keeps its turn. */
    void wake(String queue, KeyLine key, Instant at) {
        var known = byPlace.get(new Place(queue, key));
        if (known == null || known.at().isAfter(at)) {
            put(queue, key, at);
        }
    }

    /** Looks at the key from {@code at} on and not before, behind the others of that time. */
    void put(String queue, KeyLine key, Instant at) {
        remove(queue, key);
        var look = new Look(at, ++turns, key);
        byPlace.put(new Place(queue, key), look);
        byQueue.computeIfAbsent(
                        queue,
                        name -> new TreeSet<>(Comparator.comparing(Look::at).thenComparing(Look::turn)))
                .add(look);
    }

    void remove(String queue, KeyLine key) {
        var known = byPlace.remove(new Place(queue, key));
        var looks = byQueue.get(queue);
        if (known != null && looks != null) {
            looks.remove(known);
        }
    }

    List<KeyLine> due(String queue, Instant now, int limit) {
        return Optional.ofNullable(byQueue.get(queue)).stream()
                .flatMap(TreeSet::stream)
                .takeWhile(look -> !look.at().isAfter(now))
                .limit(limit)
                .map(Look::key)
                .toList();
    }

    Optional<Instant> next(String queue) {
        return Optional.ofNullable(byQueue.get(queue))
                .filter(looks -> !looks.isEmpty())
                .map(looks -> looks.first().at());
    }
}
