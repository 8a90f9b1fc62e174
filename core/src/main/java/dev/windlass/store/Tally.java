package dev.windlass.store;

/**
 * What has become of a job's attempts so far. The three are counted apart: a machine that dies must not use up a job's retries.
 *
 * <p>An outcome that {@link dev.windlass.task.Outcome#usesAttempt uses an attempt} adds a failure; SLICED sets failures to 0, whether
 * the next slice follows at once or after a sleep; a checkpoint leaves them. Every end that a holder reports, and every checkpoint,
 * sets losses to 0 and clears suspicion, with one exception: a release without a span, because a lease that never started shows
 * nothing about the job. RELEASED adds a release. A revive sets all to 0.
 *
 * @param failures attempts that the retry policy counts, since the last committed slice or revive
 * @param losses leases in a row whose holder vanished
 * @param releases leases that were given back
 */
public record Tally(int failures, int losses, int releases) {
    /** Nothing has happened yet. */
    public static final Tally NONE = new Tally(0, 0, 0);

    /** The number of the attempt that runs or comes next, from 1. */
    public int attempt() {
        return failures + 1;
    }
}
