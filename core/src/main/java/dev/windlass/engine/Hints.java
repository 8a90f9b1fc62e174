package dev.windlass.engine;

/** Wakes duties of this process before their time. A hint may be lost and only saves waiting: polling is the truth. */
public interface Hints {
    /** Jobs wait to be accepted. */
    void accepting();

    /** There may be something to claim, room for it, or commits to write. */
    void claiming();

    /** The worker's row has ended and a new one is wanted. */
    void joining();

    /** For whoever promotes, settles and grants: something was scheduled, a consequence waits, or a limit may have room. */
    void upkeep();

    /** Leases wait for a slot. */
    void running();

    /** A job ended, or many did: whoever awaits one looks again. */
    void ended();
}
