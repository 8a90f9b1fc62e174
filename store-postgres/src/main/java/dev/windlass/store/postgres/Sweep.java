package dev.windlass.store.postgres;

import dev.windlass.store.ProgramLog;
import dev.windlass.store.Repair;
import dev.windlass.store.StoreException;
import java.util.List;

/** A round over rows that the auditor makes, a stretch at a call; {@code K} is the key by which the rows go. For one thread at a time. */
final class Sweep<K> {
    private static final ProgramLog log = ProgramLog.of(Sweep.class);

    private final K beginning;
    private final Walk<K> walk;
    private K after;
    private boolean over;

    /** Looks at rows and heals what it finds. Where it goes on it is told. */
    @FunctionalInterface
    interface Walk<K> {
        /** A round begins. The first one begins without this. */
        default void begin() {}

        /** Goes on behind {@code after}, over up to {@code limit} rows. */
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
        walk.begin();
    }

    boolean isOver() {
        return over;
    }

    /**
     * Goes on. A walk that cannot is over until the next round: it would meet the same rows again at each call, and no other sweep
     * would ever begin anew.
     */
    List<Repair> next(int limit) {
        try {
            var stretch = walk.walk(after, limit);
            after = stretch.next();
            over = stretch.isLast();
            return stretch.repairs();
        } catch (RuntimeException e) {
            if (!StoreException.concernsCall(e)) {
                throw e;
            }
            log.error("the auditor cannot look at some rows, and leaves them until his next round: after={}", after, e);
            over = true;
            return List.of();
        }
    }
}
