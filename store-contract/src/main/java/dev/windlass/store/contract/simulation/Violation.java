package dev.windlass.store.contract.simulation;

/** An invariant that does not hold. An Error, so that no duty can survive it; {@link Stores} whose answers cannot be right throw it too. */
public final class Violation extends Error {
    private static final long serialVersionUID = 1L;

    public Violation(String message) {
        super(message);
    }
}
