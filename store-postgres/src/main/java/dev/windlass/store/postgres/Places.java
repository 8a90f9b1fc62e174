package dev.windlass.store.postgres;

import dev.windlass.store.ClaimPlan;
import dev.windlass.store.Lease;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Predicate;

/**
 * The places of a plan, each once: within one statement a place can be looked into once, for a second look would find the rows that the
 * first has locked. A plan names most of them twice, for their share and for what others leave over.
 */
record Places(List<Place> all) {
    /**
     * One place.
     *
     * @param entry with the most that it may give in all
     * @param share how many of them have the first rank
     * @param rank where they come among the jobs of all places
     * @param beyond where those come that are more than the share
     */
    record Place(ClaimPlan.Entry entry, int share, int rank, int beyond) {
        String queue() {
            return entry.queue();
        }

        int line() {
            return Line.of(entry);
        }

        private Place again(int quota, int rank) {
            return new Place(entry.withQuota(entry.quota() + quota), share, this.rank, rank);
        }
    }

    private record Key(String queue, int line) {
        static Key of(ClaimPlan.Entry entry) {
            return new Key(entry.queue(), Line.of(entry));
        }
    }

    static Places of(List<ClaimPlan.Entry> entries) {
        var places = new LinkedHashMap<Key, Place>();
        var rank = 0;
        for (var entry : entries) {
            rank++;
            var place = places.get(Key.of(entry));
            places.put(
                    Key.of(entry),
                    place == null ? new Place(entry, entry.quota(), rank, rank) : place.again(entry.quota(), rank));
        }
        return new Places(List.copyOf(places.values()));
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** Those alone; their ranks stay. */
    Places that(Predicate<Place> holds) {
        return new Places(all.stream().filter(holds).toList());
    }

    /** Leases as the plan wants them. The rows come as they were found; to sort them in the statement would take longer. */
    List<Lease> inOrder(List<Taking> found) {
        var byKey = new HashMap<Key, Place>();
        all.forEach(place -> byKey.put(Key.of(place.entry()), place));
        var before = new HashMap<Place, Integer>();
        var ranked = new ArrayList<Ranked>();
        found.stream().sorted(Comparator.comparingLong(Taking::position)).forEach(taking -> {
            var place = byKey.get(new Key(taking.lease().queue(), taking.line()));
            if (place != null) {
                var number = before.merge(place, 1, Integer::sum);
                ranked.add(new Ranked(number <= place.share() ? place.rank() : place.beyond(), taking));
            }
        });
        // Stable: within a rank they stay in order of their positions.
        ranked.sort(Comparator.comparingInt(Ranked::rank));
        return ranked.stream().map(each -> each.taking().lease()).toList();
    }

    private record Ranked(int rank, Taking taking) {}
}
