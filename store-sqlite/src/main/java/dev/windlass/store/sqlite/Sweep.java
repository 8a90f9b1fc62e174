package dev.windlass.store.sqlite;

import dev.windlass.store.Repair;
import java.util.List;

/** A round over rows that the auditor makes, a stretch at a call. */
interface Sweep {
    /** Begins the round anew. */
    void begin();

    /** Looks at up to {@code limit} more rows, beside the writer as far as it can, and heals what it finds. */
    List<Repair> next(int limit);

    boolean isOver();
}
