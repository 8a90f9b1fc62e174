package dev.windlass.engine;

import dev.windlass.store.Commit;
import dev.windlass.store.CommitAnswer;
import dev.windlass.store.Expired;
import dev.windlass.store.Lease;
import dev.windlass.store.Repair;
import dev.windlass.store.Rescued;

/**
 * Hears what happens, after it is durable. Called on the engine's threads: an observer returns quickly and does not throw.
 */
public interface Observer {
    /** Hears nothing. */
    Observer NONE = new Observer() {};

    /** A slot is about to call the task. */
    default void starting(Lease lease) {}

    /** A job came that nobody here can perform. It is parked. */
    default void unknownTask(Lease lease) {}

    /** An attempt's last commit was answered. */
    default void ended(Lease lease, Commit commit, CommitAnswer answer) {}

    /** A job is dead because it did not start in time. */
    default void expired(Expired expired) {}

    /** A lease was taken from a vanished holder, here or elsewhere. */
    default void rescued(Rescued rescued) {}

    /** Something was wrong in the store and was healed. */
    default void repaired(Repair repair) {}
}
