package dev.windlass.store;

/** What came of a revive. */
public enum ReviveAnswer {
    /** The job stands in its lane again. */
    REVIVED,
    /** It is not dead; nothing was changed. */
    NOT_DEAD,
    /** A newer job holds its unique key; nothing was changed. */
    KEY_TAKEN,
    /** The store does not know it. */
    UNKNOWN
}
