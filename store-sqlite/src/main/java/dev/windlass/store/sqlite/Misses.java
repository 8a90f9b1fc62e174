package dev.windlass.store.sqlite;

import java.util.HashSet;
import java.util.Set;

/**
 * Lines whose last claim took other jobs than it meant. Mostly that has a cause that lasts, such as a trigger in the file, and a line of
 * the log for each claim would bury all others.
 *
 * <p>Belongs to the thread that writes.
 */
final class Misses {
    private final Set<Place> last = new HashSet<>();

    private record Place(int queue, int line) {}

    /** Whether this is the first miss of a series, which a claim that takes what it means ends. */
    boolean begin(int queue, int line, boolean missed) {
        var place = new Place(queue, line);
        if (missed) {
            return last.add(place);
        }
        last.remove(place);
        return false;
    }
}
