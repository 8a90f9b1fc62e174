package dev.windlass.store.contract.simulation;

/** An invariant that does not hold. An Error, so that no duty can survive it. */
final class Violation extends Error {
    private static final long serialVersionUID = 1L;

    Violation(String message) {
        super(message);
    }
}
