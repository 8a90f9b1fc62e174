package dev.windlass.store;

import dev.windlass.task.SessionWork;
import java.time.Duration;
import java.util.List;

/** Claiming, committing and rescuing: the hot side of a store. */
public interface LeaseStore {
    /**
     * Writes the commits, then claims by the plan, in one durable step.
     *
     * <p>A claim gives each job it takes a new fence, greater than every earlier one of that job. A commit is accepted if its lease
     * is still held under its fence, even when the holder's time is up: expiry permits a rescue, it is not the loss. A commit whose
     * key was accepted before is answered FINISHED again, for at least an hour, whatever it says and whatever has become of the
     * job; of checkpoints, one whose ordinal is not above the last accepted of its fence counts as accepted before.
     *
     * <p>Commits are written as if one came after the other, so that a checkpoint and the end of the same attempt may travel
     * together, and one that is fenced does not touch the others. They are written also for a worker whose row has ended.
     */
    Exchange.Answer exchange(Exchange.Ask ask);

    /**
     * Writes one commit of a holder together with writes of the user's own: the work is given a session and answers the commit, and
     * both are durable or neither. When the work throws, nothing is written and this throws the same.
     *
     * <p>Before that, in the same transaction: a commit under this key that was accepted before is answered FINISHED, and a lease
     * that is not held is answered FENCED; the work is not run then. So whoever got no answer asks again with the same key, and
     * of all its runs at most one counts.
     *
     * @throws dev.windlass.task.WindlassException with {@code BAD_INPUT} on a store without {@link Ability#LENDING}
     */
    <X extends Exception> CommitAnswer commit(LeaseKey lease, int ordinal, SessionWork<Commit, X> work) throws X;

    /** Writes progress and log lines of leases that are still held; the others are dropped. */
    void note(List<Note> notes);

    /**
     * Gives a lease an end of its own, this long from now, beside that of the holder's row: it ends with whichever ends first, and a
     * later lease on the job does not inherit it. Answers FINISHED while the lease is still held, expired or not.
     */
    CommitAnswer extend(LeaseKey lease, Duration length);

    /** The leases that a worker holds, so that it can release those it does not know. At most {@code limit}. */
    List<LeaseKey> held(WorkerId worker, int limit);

    /** The leases that this worker holds and whose jobs were called off, at most {@code limit}. Cheap where there are none. */
    List<LeaseKey> cancels(WorkerId worker, int limit);

    /**
     * Ends worker rows that have expired if the plan's scope says so, then moves a batch of leases whose holder has ended. Each
     * lost job goes back to its place, or is quarantined. Repeatable; the batch after the last is empty.
     */
    List<Rescued> rescue(RescuePlan plan);
}
