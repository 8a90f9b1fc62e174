package dev.windlass.engine;

import dev.windlass.store.Keep;
import dev.windlass.store.RescuePlan;
import dev.windlass.store.WorkerId;
import java.time.Duration;

/**
 * The engine's bounds, with their defaults. {@code docs/defaults.md} lists them; a test compares the two.
 *
 * @param slots jobs that run at the same time in one worker
 * @param prefetch most jobs that a worker holds beyond its slots, so that these need not wait for the store; fewer, where the slots
 *     take up what one claim can bring
 * @param lease how long a worker's row lives without a renewal
 * @param beat how often the row is renewed
 * @param idle how often a worker without work looks for some
 * @param upkeep how often duties that nothing wakes take their turn
 * @param acceptPatience how long an enqueue is repeated while the store does not answer
 * @param stopPatience how long a stop waits for running jobs before it interrupts them
 * @param maxPayload largest payload or result, in bytes
 * @param suspectAfter losses in a row after which a job runs alone
 * @param quarantineAfter further losses, each while it ran alone, after which a job is dead
 * @param isolationWait how long a worker waits to be idle before it runs a suspect
 * @param isolation how long nothing is started beside a suspect
 */
public record Settings(
        int slots,
        int prefetch,
        Duration lease,
        Duration beat,
        Duration idle,
        Duration upkeep,
        Duration acceptPatience,
        Duration stopPatience,
        int maxPayload,
        int suspectAfter,
        int quarantineAfter,
        Duration isolationWait,
        Duration isolation) {
    /** Longest lease or patience: whoever waits longer has another unit of time in mind. */
    private static final Duration LONGEST = Duration.ofDays(1);

    /** Shortest time between two turns of a duty: with less it spins. */
    private static final Duration SHORTEST_TURN = Duration.ofMillis(1);

    public static final Settings DEFAULT = new Settings(
            16,
            512,
            Duration.ofSeconds(15),
            Duration.ofSeconds(5),
            Duration.ofMillis(500),
            Duration.ofMillis(500),
            Duration.ofSeconds(30),
            Duration.ofSeconds(20),
            1 << 20,
            2,
            3,
            Duration.ofSeconds(5),
            Duration.ofSeconds(30));

    /** Room for the rest of a row is left in the 4 MiB of one accept. */
    private static final int LARGEST_PAYLOAD = (4 << 20) - (64 << 10);

    private static final int MOST_SLOTS = 1_000;
    private static final int RESCUE_BATCH = 500;

    public Settings {
        if (slots < 1 || slots > MOST_SLOTS) {
            throw new IllegalArgumentException("slots is " + slots + ", a worker has 1 to " + MOST_SLOTS);
        }
        if (prefetch < 0 || prefetch > MOST_SLOTS) {
            throw new IllegalArgumentException("prefetch is " + prefetch + ", it must be 0 to " + MOST_SLOTS);
        }
        checkLength("lease", Duration.ZERO, lease);
        checkLength("stop-patience", Duration.ZERO, stopPatience);
        checkLength("accept-patience", Duration.ZERO, acceptPatience);
        checkLength("idle", SHORTEST_TURN, idle);
        checkLength("upkeep", SHORTEST_TURN, upkeep);
        checkLength("isolation-wait", SHORTEST_TURN, isolationWait);
        checkLength("isolation", SHORTEST_TURN, isolation);
        if (maxPayload < 1 || maxPayload > LARGEST_PAYLOAD) {
            throw new IllegalArgumentException(
                    "max-payload is " + maxPayload + " bytes, it must be 1 to " + LARGEST_PAYLOAD);
        }
        if (beat.multipliedBy(2).compareTo(lease) > 0) {
            throw new IllegalArgumentException("beat is " + beat + " and lease " + lease
                    + "; a lease must last at least two beats, or one lost beat loses all jobs");
        }
    }

    private static void checkLength(String name, Duration shortest, Duration length) {
        if (length.compareTo(shortest) < 0 || length.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " is " + length + ", it must be " + shortest + " to " + LONGEST
                    + "; was another unit of time meant?");
        }
    }

    /** Most jobs that a worker holds beyond its slots: one claim brings all that it holds. */
    int mostAhead() {
        return Math.min(prefetch, MOST_SLOTS - slots);
    }

    /** How a rescue treats what it finds. */
    RescuePlan rescuePlan(WorkerId by, RescuePlan.Scope scope, Keep keepDead) {
        return new RescuePlan(by, scope, suspectAfter, quarantineAfter, keepDead, RESCUE_BATCH);
    }

    public Settings withSlots(int count) {
        return new Settings(
                count,
                prefetch,
                lease,
                beat,
                idle,
                upkeep,
                acceptPatience,
                stopPatience,
                maxPayload,
                suspectAfter,
                quarantineAfter,
                isolationWait,
                isolation);
    }

    /** A lease of this length, renewed three times in it. */
    public Settings withLease(Duration length) {
        return new Settings(
                slots,
                prefetch,
                length,
                length.dividedBy(3),
                idle,
                upkeep,
                acceptPatience,
                stopPatience,
                maxPayload,
                suspectAfter,
                quarantineAfter,
                isolationWait,
                isolation);
    }

    public Settings withMaxPayload(int bytes) {
        return new Settings(
                slots,
                prefetch,
                lease,
                beat,
                idle,
                upkeep,
                acceptPatience,
                stopPatience,
                bytes,
                suspectAfter,
                quarantineAfter,
                isolationWait,
                isolation);
    }

    public Settings withAcceptPatience(Duration patience) {
        return new Settings(
                slots,
                prefetch,
                lease,
                beat,
                idle,
                upkeep,
                patience,
                stopPatience,
                maxPayload,
                suspectAfter,
                quarantineAfter,
                isolationWait,
                isolation);
    }

    public Settings withStopPatience(Duration patience) {
        return new Settings(
                slots,
                prefetch,
                lease,
                beat,
                idle,
                upkeep,
                acceptPatience,
                patience,
                maxPayload,
                suspectAfter,
                quarantineAfter,
                isolationWait,
                isolation);
    }

    /** How long a suspect's worker waits to be idle, and how long it then starts nothing beside the suspect. */
    public Settings withIsolation(Duration patience, Duration alone) {
        return new Settings(
                slots,
                prefetch,
                lease,
                beat,
                idle,
                upkeep,
                acceptPatience,
                stopPatience,
                maxPayload,
                suspectAfter,
                quarantineAfter,
                patience,
                alone);
    }
}
