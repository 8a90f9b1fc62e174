package dev.windlass.store;

/** What came of a commit. */
public enum CommitAnswer {
    /** It decides, by this call or by an earlier one with the same key. */
    FINISHED,
    /**
     * It decides, and the job is CANCELLED by it: it would have run again, and somebody had called it off while it ran. Told once; a
     * repeat is answered FINISHED.
     */
    CALLED_OFF,
    /** The lease had been moved to another holder: nothing was written. */
    FENCED;

    /** Whether it was written. */
    public boolean decides() {
        return this != FENCED;
    }
}
