package dev.windlass.store;

import java.util.List;

/** Finding what should not be, and healing it. */
public interface AuditStore {
    /** Repairs that are kept for people: the last ones. */
    int MOST_REPAIRS = 1_000;

    /**
     * Looks at up to {@code limit} rows for each thing that can be wrong, where the last call left off, and heals what it finds. Every
     * row has been looked at once the answer is not {@link Audited#behind}; the next call begins anew.
     */
    Audited audit(int limit);

    /** The last repairs, the youngest first. */
    List<Repair> repairs(int limit);
}
