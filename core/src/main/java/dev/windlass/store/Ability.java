package dev.windlass.store;

/** What a store can do beyond the core of the contract; the contract has tests of their own for some. */
public enum Ability {
    /** A commit and all its consequences become visible together. Without it {@link Upkeep#settle} brings them within a second. */
    ATOMIC,
    /** Writes survive the end of the process. */
    DURABLE,
    /** Several processes may work on the store at the same time. */
    SHARED,
    /** Keeps terms, keys, limits and the rules of queues. A store without it takes plain jobs only. */
    RULED,
    /** Lends its transactions to user code: what that writes in a session commits with what the store writes. */
    LENDING
}
