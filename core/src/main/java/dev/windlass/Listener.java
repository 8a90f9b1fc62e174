package dev.windlass;

import dev.windlass.store.Repair;

/**
 * Hears what happens to jobs in this process. Called on Windlass's own threads: return quickly, hand long work over. What a
 * listener throws is logged and changes nothing.
 */
@FunctionalInterface
public interface Listener {
    void on(JobEvent event);

    /** Something was wrong in the store and was healed. */
    default void repaired(Repair repair) {}
}
