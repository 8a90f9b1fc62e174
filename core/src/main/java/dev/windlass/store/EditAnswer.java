package dev.windlass.store;

/** What came of an edit. */
public enum EditAnswer {
    /** The job is as it was asked for. */
    EDITED,
    /** Somebody holds a lease on it; nothing was changed. */
    RUNNING,
    /** It has ended; nothing was changed. */
    ENDED,
    /** The store does not know it. */
    UNKNOWN
}
