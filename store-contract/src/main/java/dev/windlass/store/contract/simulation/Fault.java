package dev.windlass.store.contract.simulation;

/** What can go wrong. */
enum Fault {
    /** A call never reaches the store; its caller is told that the store does not answer. */
    LOST_REQUEST,
    /** As {@link #LOST_REQUEST} for the caller, but the call arrives later, when nobody waits for it any more. */
    LATE_REQUEST,
    /** A call takes effect; its answer is lost. */
    LOST_REPLY,
    /** A call is answered, and arrives once more later. */
    DUPLICATE,
    /** A process stands still, before or after the store has answered it, often for longer than its lease. */
    PAUSE,
    /** A process is gone at once, before or after its call took effect. */
    CRASH,
    /** A process is asked to end, in phases. */
    STOP,
    /** The store answers nobody for a while. */
    STORE_DOWN,
    /** The store's clock leaps, or runs at half speed for a while. */
    CLOCK_STEP
}
