package dev.windlass.store;

/** What came of a commit. */
public enum CommitAnswer {
    /** It decides, by this call or by an earlier one with the same key. */
    FINISHED,
    /** The lease had been moved to another holder: nothing was written. */
    FENCED
}
