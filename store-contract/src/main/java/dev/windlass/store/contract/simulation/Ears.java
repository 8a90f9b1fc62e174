package dev.windlass.store.contract.simulation;

import static dev.windlass.store.contract.simulation.World.MILLI;

/** How one worker hears of what people say: about queues, and about jobs that it runs. */
record Ears(Asking rules, Asking cancels) {
    /** By when a worker does what is asked of it, unless something is in the way. */
    static final long PROMISED = 1_000 * MILLI;

    Ears(Agenda agenda) {
        this(new Asking(agenda), new Asking(agenda));
    }
}
