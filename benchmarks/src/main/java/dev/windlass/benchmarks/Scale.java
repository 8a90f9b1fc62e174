package dev.windlass.benchmarks;

import java.time.Duration;

/**
 * How much of everything.
 *
 * @param rounds how often each subject has its turn; the median counts
 * @param drainJobs stored jobs of a drain
 * @param peerJobs the same for a peer that would take minutes for as many
 * @param callerTime how long callers enqueue in a round, after a warm-up of a third of it
 * @param latencySamples jobs that are enqueued one by one, 20 a second
 * @param backlog ready jobs behind which a claim is measured
 * @param claims claims that are timed with and without the backlog
 * @param idle how long an idle engine is watched
 * @param scheduled jobs that are due later, behind which a claim is measured
 * @param snapshot how long somebody holds a snapshot
 */
record Scale(
        int rounds,
        int drainJobs,
        int peerJobs,
        Duration callerTime,
        int latencySamples,
        int backlog,
        int claims,
        Duration idle,
        int scheduled,
        Duration snapshot) {
    static final Scale FULL = new Scale(
            5,
            200_000,
            10_000,
            Duration.ofSeconds(3),
            2_000,
            1_000_000,
            2_000,
            Duration.ofSeconds(20),
            10_000_000,
            Duration.ofMinutes(10));

    /** Shows within a few minutes that everything runs. Its numbers are not for publication. */
    static final Scale QUICK = new Scale(
            1,
            50_000,
            2_000,
            Duration.ofSeconds(1),
            200,
            100_000,
            300,
            Duration.ofSeconds(3),
            200_000,
            Duration.ofSeconds(40));

    Scale withRounds(int count) {
        return new Scale(
                count, drainJobs, peerJobs, callerTime, latencySamples, backlog, claims, idle, scheduled, snapshot);
    }
}
