package dev.windlass.engine;

import java.time.Duration;

/**
 * When a job is taken for one that kills its workers, and how it is run then.
 *
 * @param after losses in a row after which a job runs alone
 * @param quarantineAfter further losses, each while it ran alone, after which a job is dead
 * @param patience how long a process waits to be idle before it runs a suspect
 * @param alone how long nothing is started beside a suspect
 */
public record Suspicion(int after, int quarantineAfter, Duration patience, Duration alone) {
    public static final Suspicion DEFAULT = new Suspicion(2, 3, Duration.ofSeconds(5), Duration.ofSeconds(30));

    public Suspicion {
        Timing.check("isolation-wait", Timing.SHORTEST_TURN, patience);
        Timing.check("isolation", Timing.SHORTEST_TURN, alone);
    }

    public Suspicion withIsolation(Duration wait, Duration length) {
        return new Suspicion(after, quarantineAfter, wait, length);
    }
}
