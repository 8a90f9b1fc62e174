package dev.windlass.store.postgres;

import java.util.Map;
import java.util.Optional;

/**
 * The rules of queues as they were at an edition. Immutable.
 *
 * @param queues those of which a claim or an accept has to know; their buckets are of that time, too
 */
record Rules(long edition, Map<String, KeptQueue> queues) {
    /** Those of an edition that never was. */
    static final Rules UNREAD = new Rules(-1, Map.of());

    Optional<KeptQueue> find(String queue) {
        return Optional.ofNullable(queues.get(queue));
    }

    /** Whether what comes into the queue is counted. */
    boolean counts(String queue) {
        return find(queue).filter(KeptQueue::bounded).isPresent();
    }
}
