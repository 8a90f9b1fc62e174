package dev.windlass.store.memory;

/** When the consequences of a commit become visible. */
enum Settlement {
    /** Together with it, as in one transaction. */
    AT_ONCE,
    /** One by one, when somebody settles. */
    LATER
}
