package dev.windlass.store;

/** What came of a cancel. */
public enum CancelAnswer {
    /** The job is cancelled, by this call or before it. */
    CANCELLED,
    /**
     * Somebody holds a lease on it, and a store with the ability RULED keeps the request: the holder is told, and a job that leaves
     * RUNNING otherwise than by an end is cancelled instead.
     */
    RUNNING,
    /** It had ended otherwise. */
    ENDED,
    /** The store does not know it. */
    UNKNOWN
}
