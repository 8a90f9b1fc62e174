package dev.windlass.store.sqlite;

import dev.windlass.store.Repair;
import java.util.List;

/** A round over rows that the auditor makes, a stretch at a call; {@code K} is the key by which the rows go. For one thread at a time. */
final class Sweep<K> {
    private final K beginning;
    private final Walk<K> walk;
    private K after;
    private boolean over;

    /** Looks at rows and heals what it finds. It keeps no place of its own. */
    @FunctionalInterface
    interface Walk<K> {
        /** Goes on behind {@code after}, over up to {@code limit} rows, beside the writer as far as it can. */
        Stretch<K> walk(K after, int limit);
    }

    /**
     * What a walk has gone over.
     *
     * @param next behind which row the next one begins
     * @param isLast whether there are no more rows
     */
    record Stretch<K>(K next, boolean isLast, List<Repair> repairs) {}

    Sweep(K beginning, Walk<K> walk) {
        this.beginning = beginning;
        this.after = beginning;
        this.walk = walk;
    }

    void begin() {
        after = beginning;
        over = false;
    }

    boolean isOver() {
        return over;
    }

    List<Repair> next(int limit) {
        var stretch = walk.walk(after, limit);
        after = stretch.next();
        over = stretch.isLast();
        return stretch.repairs();
    }
}
