package dev.windlass.store.contract.simulation;

/** Unwinds the call in which a process ended. An Error, so that no retry loop of the engine takes it for trouble of the store. */
final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    Crash() {
        super("the process is gone", null, false, false);
    }
}
