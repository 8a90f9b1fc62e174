package dev.windlass.task;

/** The closed set of what can go wrong; one table at each edge maps it to exit codes, REST problems and protocol errors. */
public enum ErrorCode {
    /** The caller asked for something that cannot be; nothing was done. */
    BAD_INPUT,
    /** The thing that was named does not exist. */
    NOT_FOUND,
    /** The store cannot be reached, or did not answer; what was asked may or may not have happened. */
    STORE_DOWN,
    /** The store has no space; nothing was accepted. Waiting can help. */
    STORE_FULL,
    /** The store cannot do what this one call asks, and did nothing of it; other calls go on. Repeating does not help. */
    CALL_FAILED,
    /** The store can no longer be trusted; it refuses everything until it was opened again. */
    STORE_FAILED,
    /** The store cannot be opened: it belongs to another engine, is damaged, or was written by a newer version. */
    STORE_REFUSED,
    /** Too much is under way; nothing was accepted. Waiting can help. */
    OVERLOADED,
    /** A queue has no room for what was to come; nothing was accepted. Waiting can help. */
    QUEUE_FULL,
    /** A unique key is held by a transaction that is still open; nothing was accepted. Waiting can help. */
    BUSY_KEY,
    /** The engine was stopped. */
    STOPPED,
    /** The lease was lost to another holder; nothing was written, and nothing that its holder writes will be. */
    FENCED,
    /** The job ended otherwise than by success. */
    JOB_FAILED,
    /** The time that the caller was willing to wait has passed. */
    TIMEOUT
}
