package dev.windlass.store.postgres.server;

/** Where a connection breaks that is about to commit. What the client sees is the same each time: a reset. */
public enum CommitCut {
    /** Before the request reaches the server, which undoes the transaction. */
    REQUEST_LOST,

    /** The server has committed, and its answer is lost. */
    ANSWER_LOST,

    /** Right after the answer has gone out. */
    ANSWERED,

    /** The request is still on its way when the client is reset, and commits while the client already tries again. */
    LATE
}
