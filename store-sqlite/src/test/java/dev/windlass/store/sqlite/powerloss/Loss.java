package dev.windlass.store.sqlite.powerloss;

/** What becomes of bytes that no sync covers when the power fails. */
enum Loss {
    /** All are lost: the disk wrote as late as it may. */
    STRICT,
    /** Each write is lost or not by the toss of a coin: the disk wrote in an order of its own. */
    RANDOM
}
