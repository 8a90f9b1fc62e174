package dev.windlass.store.contract.simulation;

import dev.windlass.store.LeaseKey;
import dev.windlass.task.Session;
import java.util.List;

/** A table of the user's in the database of a store: each attempt that completes writes one row, in one commit with its outcome. */
public interface Receipts {
    /** Writes a row that says which attempt wrote it. */
    void write(Session session, LeaseKey by);

    /** All rows that are committed, in any order. */
    List<LeaseKey> all();
}
