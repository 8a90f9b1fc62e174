package dev.windlass.store.postgres.server;

/** Where a connection breaks that is about to commit. But for the last, the client sees the same each time: a reset. */
public enum CommitCut {
    /** Before the request reaches the server, which undoes the transaction. */
    REQUEST_LOST,

    /** The server has committed, and its answer is lost. */
    ANSWER_LOST,

    /** Right after the answer has gone out. */
    ANSWERED,

    /** The request is still on its way when the client is reset, and commits while the client already tries again. */
    LATE,

    /** Neither side hears of the other again, as when the client's machine has lost its power: the transaction stays open. */
    FORGOTTEN
}
