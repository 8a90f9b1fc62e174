package dev.windlass.store;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What people have decided, as of a revision: each change raises it in its own transaction.
 *
 * @param queues all queues, unless the caller knows this revision already
 * @param draining workers that are to take nothing more, and those whose row has ended since, for as long as it is kept: a worker may
 *     have another row by now, and must not take up work under that. None where the caller knows this revision already
 */
public record Control(long revision, Optional<List<QueueRow>> queues, Set<WorkerId> draining) {
    /** A revision that no store ever has: whoever asks with it is told everything. */
    public static final long UNKNOWN = -1;
}
