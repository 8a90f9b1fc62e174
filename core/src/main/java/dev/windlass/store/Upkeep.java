package dev.windlass.store;

import java.util.Collection;
import java.util.List;

/** What has to be called again and again so that time passes for jobs. Every call is bounded by its limit. */
public interface Upkeep {
    /**
     * Tells whether any of the calls by which time passes, or a claim from these queues, has anything to do. A worker asks twice a second and
     * calls for the rest only then, so a store in another process answers by one statement.
     */
    default Sight look(Collection<String> queues) {
        return Sight.OF_EVERYTHING;
    }

    /** Moves jobs whose due time has come into their lanes, each at a new position, the earliest due first. */
    Promoted promote(int limit);

    /**
     * Ends jobs that should have started by now and never have: DEAD, EXPIRED, with a row in their history that has no start. Jobs
     * that run are left to their holders. The batch after the last is empty.
     */
    List<Expired> expire(int limit, Keep keep);

    /** Applies consequences of commits that are still to come. Answers how many; stores with transactions have none. */
    int settle(int limit);

    /**
     * Looks at up to {@code limit} rows and removes those whose time of keeping is over, with all that hangs on them. A caller that
     * comes again while the answer is {@link Pruned#behind} removes all that has been over for a minute, however fast the store
     * grows meanwhile, as long as it looks at more rows than come.
     *
     * <p>An ended job is kept for an hour at least, so that repeats of its accept and its commits are recognized, and while
     * consequences of its commits are still to come; a worker's row is kept while leases hang on it.
     */
    Pruned prune(int limit);
}
