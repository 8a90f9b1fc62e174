package dev.windlass.engine;

import java.time.Duration;

/**
 * How long things take and wait. Each wither gives a copy.
 *
 * @param lease how long a worker's row lives without a renewal
 * @param beat how often the row is renewed
 * @param idle how often a worker without work looks for some
 * @param upkeep how often duties that nothing wakes take their turn
 * @param acceptPatience how long an enqueue is repeated while the store does not answer
 * @param stopPatience how long a stop waits for running jobs before it interrupts them
 * @param grace how long an attempt that was called off, or whose time is up, may go on before it is interrupted, and as long again
 *     before its slot is given another thread
 */
public record Timing(
        Duration lease,
        Duration beat,
        Duration idle,
        Duration upkeep,
        Duration acceptPatience,
        Duration stopPatience,
        Duration grace) {
    /** Shortest time between two turns of a duty: with less it spins. */
    static final Duration SHORTEST_TURN = Duration.ofMillis(1);

    /** A worker that nobody wakes looks for work by itself all the same, after so many times {@code idle}. */
    private static final int IDLES_TO_REST = 10;

    /** Longest lease or patience: whoever waits longer has another unit of time in mind. */
    private static final Duration LONGEST = Duration.ofDays(1);

    public static final Timing DEFAULT = new Timing(
            Duration.ofSeconds(15),
            Duration.ofSeconds(5),
            Duration.ofMillis(500),
            Duration.ofMillis(500),
            Duration.ofSeconds(30),
            Duration.ofSeconds(20),
            Duration.ofSeconds(5));

    public Timing {
        check("lease", Duration.ZERO, lease);
        check("stop-patience", Duration.ZERO, stopPatience);
        check("accept-patience", Duration.ZERO, acceptPatience);
        check("grace", SHORTEST_TURN, grace);
        check("idle", SHORTEST_TURN, idle);
        check("upkeep", SHORTEST_TURN, upkeep);
        if (beat.multipliedBy(2).compareTo(lease) > 0) {
            throw new IllegalArgumentException("beat is " + beat + " and lease " + lease
                    + "; a lease must last at least two beats, or one lost beat loses all jobs");
        }
    }

    static void check(String name, Duration shortest, Duration length) {
        if (length.compareTo(shortest) < 0 || length.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " is " + length + ", it must be " + shortest + " to " + LONGEST
                    + "; was another unit of time meant?");
        }
    }

    /** How often a worker looks whether anything is to be done. */
    Duration look() {
        return idle.compareTo(upkeep) < 0 ? idle : upkeep;
    }

    /** How long its claimer waits if nothing wakes it: looking out is another's duty. */
    Duration rest() {
        return idle.multipliedBy(IDLES_TO_REST);
    }

    /** A lease of this length, renewed three times in it. */
    public Timing withLease(Duration length) {
        return new Timing(length, length.dividedBy(3), idle, upkeep, acceptPatience, stopPatience, grace);
    }

    public Timing withAcceptPatience(Duration patience) {
        return new Timing(lease, beat, idle, upkeep, patience, stopPatience, grace);
    }

    public Timing withStopPatience(Duration patience) {
        return new Timing(lease, beat, idle, upkeep, acceptPatience, patience, grace);
    }

    public Timing withGrace(Duration length) {
        return new Timing(lease, beat, idle, upkeep, acceptPatience, stopPatience, length);
    }
}
