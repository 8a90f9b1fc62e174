package dev.windlass.store;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What people have decided, as of a revision: each change raises it in its own transaction.
 *
 * @param queues all queues, unless the caller knows this revision already
 * @param draining workers that are to take nothing more; none where the caller knows this revision already
 */
public record Control(long revision, Optional<List<QueueRow>> queues, Set<WorkerId> draining) {
    /** A revision that no store ever has: whoever asks with it is told everything. */
    public static final long UNKNOWN = -1;
}
