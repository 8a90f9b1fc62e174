package dev.windlass.store;

/** What a process tells others, so that nobody has to wait until he looks. May be lost, late or doubled: looking is the truth. */
public enum Hint {
    /** Jobs stand ready. */
    READY,
    /** People have decided something. */
    CONTROL
}
