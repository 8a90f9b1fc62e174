package dev.windlass.store;

/**
 * Who rescues, how far, and how it treats what it finds.
 *
 * @param by the rescuer. While its own row is expired or ended the call does nothing: a process that wakes from a long pause must
 *     not rescue its own jobs, and the store alone can tell that in the same statement
 * @param suspectAfter losses in a row after which a job is suspect and runs alone
 * @param quarantineAfter further losses, each while suspect, after which it is dead
 * @param keep how long quarantined jobs are kept
 * @param limit most leases that one call moves
 */
public record RescuePlan(WorkerId by, Scope scope, int suspectAfter, int quarantineAfter, Keep keep, int limit) {
    /** How far a rescue goes. */
    public enum Scope {
        /** Only leases of rows that have ended already: right at any time. */
        ENDED,
        /** Ends expired rows first, and takes leases whose own end has passed: only after a time of unbroken beats. */
        EXPIRED
    }

    /** Losses in a row at which a job is quarantined. */
    public int lossesToQuarantine() {
        return suspectAfter + quarantineAfter;
    }
}
