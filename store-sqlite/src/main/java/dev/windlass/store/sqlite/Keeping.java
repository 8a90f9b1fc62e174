package dev.windlass.store.sqlite;

import dev.windlass.task.Queue;
import java.time.Duration;

/** How long rows of ended jobs stay. */
final class Keeping {
    private Keeping() {}

    /** The time after which a row that ends in this turn may be removed. Repeats must be recognized for a while. */
    static long until(Turn turn, Duration keep) {
        return turn.after(keep.compareTo(Queue.SHORTEST_KEEP) < 0 ? Queue.SHORTEST_KEEP : keep);
    }
}
