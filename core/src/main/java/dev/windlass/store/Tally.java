package dev.windlass.store;

/**
 * What has become of a job's attempts so far. The three are counted apart: a machine that dies must not use up a job's retries.
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
