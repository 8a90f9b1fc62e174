package dev.windlass.store.contract.simulation;

/**
 * What a call to the store is about to do: an arrow of the state table, or a beat of the worker's row. Calls that find nothing to
 * do have none.
 */
enum Arrow {
    ACCEPT(1),
    /** An accept of a job whose key another one holds. */
    ANSWER(8),
    /** An accept of jobs for a queue that has no room for them. */
    REFUSE(16),
    PROMOTE(1),
    CLAIM(0.6),
    SUCCEED(0.6),
    /** A success in one commit with what its task wrote. */
    COMPLETE(2),
    /** A success that has children. */
    CHILDREN(2.5),
    RETRY(3),
    SNOOZE(5),
    /** An attempt ends because it ran for too long. */
    TIME_OUT(9),
    DIE(5),
    RELEASE(9),
    /** A job ends that nobody has started in time. */
    EXPIRE(7),
    /** A worker puts aside what it cannot perform. */
    PARK(5),
    /** Another one takes it up. */
    FREE(5),
    RESCUE(8),
    CANCEL(10),
    REVIVE(7),
    EDIT(13),
    /** Jobs that wait for their limits may pass. */
    GRANT(2),
    /** A person pauses, resumes or purges a queue, or changes its bounds or a limit's. */
    RULE(9),
    /** A join or a renewal. */
    BEAT(0.4),
    SETTLE(0.6);

    private final double weight;

    Arrow(double weight) {
        this.weight = weight;
    }

    /** How much more often than others this one is struck: what happens rarely needs it, what happens all the time does not. */
    double weight() {
        return weight;
    }
}
