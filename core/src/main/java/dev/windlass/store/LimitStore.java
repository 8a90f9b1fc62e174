package dev.windlass.store;

import dev.windlass.task.Limit;
import java.util.Collection;
import java.util.List;

/**
 * The bounds on jobs that share a key, and who may pass them.
 *
 * <p>A job that names limits never becomes READY by itself: an accept, a promote or a revive leaves it WAITING, in the line of one of
 * its keys. {@link #grant} alone moves it on, at a new position, when all its limits have room at the same time. A permit is a row
 * that belongs to the job's id, never a counter, so it cannot outlive its job for long nor be given back twice.
 *
 * <p>A permit is kept while its job is READY or RUNNING: over a release, a loss and the next slice. It is given back when the job has
 * ended, and when it is SCHEDULED for a retry, a snooze or a sleep; on a store without {@link Ability#ATOMIC} a little later, never
 * earlier. A job at the head of a {@link dev.windlass.task.Limit.Bound.Sequence} keeps its place until it has ended.
 *
 * <p>A rate bounds starts, and each claim is one: a token is set aside at the grant and spent by the claim. So a job under a rate that
 * comes back from RUNNING to its lane waits for its limits anew, and has its token back if it was never started.
 */
public interface LimitStore {
    /** Permits, or jobs that wait, that {@link #list} counts of a limit before it stops. */
    int MOST_COUNTED = 1_000;

    /** Makes these the declared bounds. Others that were declared before stay; a bound that differs holds from the next grant on. */
    void declare(Collection<Limit> limits);

    /**
     * Puts a person's bound over the declared one of this name, until {@link #reset}. It holds as long as what is declared is of its kind,
     * or nothing is.
     */
    void override(Limit limit);

    /** Lets the declared bound hold again. Absent is fine. */
    void reset(String name);

    /** All limits that are known, in the order of their names. */
    List<LimitView> list();

    /** The next keys of a limit that any job has a part in, by their text, beginning after {@code after}; empty for the first. */
    List<KeyView> keys(String name, String after, int limit);

    /** Moves jobs whose limits have room into their lanes, in turns between keys. Bounded by the plan. */
    Granted grant(GrantPlan plan);

    /** The reason to wait, permits and lines of the next {@code limit} jobs, compared with their states; what should not be is mended. */
    LimitAudit audit(long after, int limit);
}
