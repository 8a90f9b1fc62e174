package dev.windlass.store;

import dev.windlass.task.Content;
import dev.windlass.task.DeadReason;
import java.time.Duration;

/** What becomes of a job after a commit. The worker decides it, by its retry policy; the store only obeys. */
public sealed interface Then {
    /** Still RUNNING: a checkpoint. */
    record GoOn() implements Then {}

    /** The attempt is over, and its lease with it. */
    sealed interface End extends Then {
        /** How the attempt ended. */
        Ended ended();
    }

    /** SUCCEEDED; the row and its result are kept for {@code keep}. */
    record Succeed(Ended ended, Content result, Duration keep) implements End {}

    /** DEAD, kept for {@code keep}. */
    record Die(Ended ended, DeadReason reason, Duration keep) implements End {}

    /** CANCELLED, kept for {@code keep}. */
    record Cancel(Ended ended, Duration keep) implements End {}

    /** SCHEDULED: a retry, a snooze or a sleep. */
    record Later(Ended ended, Duration delay) implements End {}

    /** READY at the end of its lane: the next slice. */
    record Again(Ended ended) implements End {}

    /** READY at its old position: the lease is given back. */
    record Release(Ended ended) implements End {}

    /**
     * WAITING for a worker that can perform it: this one cannot. The tally stays as it is, and the job keeps its position. It returns
     * to no line; only a claim of kind PARKED by such a worker takes it.
     */
    record Park(Ended ended) implements End {}

    /** Bytes that this counts against a batch's limit. */
    default long weight() {
        if (this instanceof Succeed succeed) {
            return succeed.result().size();
        }
        return this instanceof End end ? end.ended().error().map(String::length).orElse(0) : 0;
    }
}
