package dev.windlass.store;

/** What came of a cancel. */
public enum CancelAnswer {
    /** The job is cancelled, by this call or before it. */
    CANCELLED,
    /** Somebody holds a lease on it. */
    RUNNING,
    /** It had ended otherwise. */
    ENDED,
    /** The store does not know it. */
    UNKNOWN
}
