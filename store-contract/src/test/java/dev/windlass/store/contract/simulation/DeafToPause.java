package dev.windlass.store.contract.simulation;

import dev.windlass.store.QueueStore;

/** Queues of which a pause is acknowledged and forgotten. */
final class DeafToPause extends ForwardingQueues {
    DeafToPause(QueueStore correct) {
        super(correct);
    }

    @Override
    public void pause(String queue) {
        // The bug: whoever asked is told that it was done.
    }
}
