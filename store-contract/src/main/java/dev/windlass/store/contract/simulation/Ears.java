package dev.windlass.store.contract.simulation;

import static dev.windlass.store.contract.simulation.World.MILLI;

/** What one worker has heard of what people say about queues, and whether anything kept it from hearing more. In virtual time. */
final class Ears {
    private static final long NEVER = -1;

    /** By when every worker follows a pause that nothing keeps from it. */
    private static final long PROMISED = 1_000 * MILLI;

    private final Agenda agenda;
    private long heard = NEVER;
    private long troubled = NEVER;
    private boolean deaf;

    Ears(Agenda agenda) {
        this.agenda = agenda;
    }

    long now() {
        return agenda.now();
    }

    /** It asks. Until it is answered it cannot know better. */
    void ask() {
        deaf = true;
        troubled = now();
    }

    /** It was answered what held at {@code then}. An answer that took no time leaves nothing that was in the way. */
    void heard(long then) {
        heard = then;
        troubled = troubled == now() && then == now() ? NEVER : now();
        deaf = false;
    }

    /** Whether it has to follow by now what was said at {@code then}: it has heard of it, or nothing was in the way. */
    boolean mustFollow(long then, SimulatedProcess process) {
        return now() - then > PROMISED && (heard >= then || !(deaf || troubled >= then || process.wasDisturbed(then)));
    }
}
