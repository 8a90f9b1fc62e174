package dev.windlass.engine;

import dev.windlass.store.ProgramLog;
import dev.windlass.store.StoreException;
import java.time.Duration;

/**
 * A duty that goes on while the store does not answer: it waits longer and longer, up to two seconds, and never gives up. The
 * engine never stops itself because its store is down.
 *
 * <p>Called by one thread at a time, like every duty.
 */
public final class Steady implements Duty {
    /**
     * Longest wait between two tries. A store may wait between its own before a try of ours fails, a pool of connections for instance for
     * two seconds: both together, and the turn after them, are to be less than five seconds after the end of an outage.
     */
    public static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private static final Duration FIRST_WAIT = Duration.ofMillis(50);
    private static final int MOST_DOUBLINGS = 6;
    private static final ProgramLog LOG = ProgramLog.of(Steady.class);

    private final String name;
    private final Duty duty;
    private final Chance chance;
    private final Health health;
    private int failures;

    public Steady(String name, Duty duty, Chance chance, Health health) {
        this.name = name;
        this.duty = duty;
        this.chance = chance;
        this.health = health;
    }

    @Override
    public Next run() {
        try {
            var next = duty.run();
            recovered();
            return next;
        } catch (StoreException e) {
            if (failures == 0) {
                LOG.warn(
                        "the store does not do its part, trying again until it does: duty={} error={}",
                        name,
                        e.getMessage());
            }
            return failed(e);
        } catch (RuntimeException e) {
            // A bug is not taken for an outage: whoever calls the duty shall see it. Health tells of it all the same.
            failures++;
            health.ill(name, e);
            throw e;
        }
    }

    private void recovered() {
        if (failures > 0) {
            LOG.info("the store does its part again: duty={} failures={}", name, failures);
            failures = 0;
            health.well(name);
        }
    }

    private Next failed(StoreException e) {
        failures++;
        health.ill(name, e);
        return Next.notBefore(wait(failures, chance));
    }

    /** How long to wait after so many failures in a row. */
    static Duration wait(int failures, Chance chance) {
        var ceiling = FIRST_WAIT.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        var capped = ceiling.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : ceiling;
        // Half of the wait is jitter: fifty workers must not come back in step.
        return Duration.ofNanos((long) (capped.toNanos() * (0.5 + chance.fraction() / 2)));
    }
}
