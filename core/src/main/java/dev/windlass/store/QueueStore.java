package dev.windlass.store;

import dev.windlass.task.Queue;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * The rules of queues, as declared by code and overridden by people, and what stands in them. For stores with the ability RULED;
 * others throw UnsupportedOperationException.
 *
 * <p>The store itself keeps them: a claim gives nothing of a paused queue, no more than its rate and its concurrency allow, and an
 * accept refuses what its depth and its bytes do not. Every change raises the {@link #control} revision in the same transaction,
 * and once it has returned, no later call of anybody sees the rules as they were.
 */
public interface QueueStore {
    /** Most queues that a store keeps rules of. */
    int MOST = 10_000;

    /** What code says. Queues that are not named keep their rules; an equal declaration changes nothing, not even the revision. */
    void declare(Collection<Queue> queues);

    /** What people say instead, until {@link #reset}. The whole of the queue's rules, not only what differs. */
    void override(Queue rules);

    /** Back to what code says. Absent is fine. */
    void reset(String queue);

    /** Holds the queue's jobs back: none starts until {@link #resume}. Those that run go on; accepting goes on. Repeatable. */
    void pause(String queue);

    /** Repeatable. */
    void resume(String queue);

    /**
     * Takes over at once what people have said of a queue in another store, if they have said nothing of it here: neither an override
     * nor a pause. Otherwise nothing changes, and the answer is false.
     */
    boolean adopt(QueueOverride said);

    /** All queues that were ever declared, overridden or paused, by name. */
    List<QueueRow> list();

    /**
     * Cancels up to {@code limit} jobs of the queue that do not run, each kept for {@code keep}. Answers how many: fewer than the limit
     * only once nothing is left of what stood there when it was called, however many jobs start meanwhile.
     */
    int purge(String queue, int limit, Duration keep);

    /** The present revision, and what holds if it is not {@code known}. Cheap where it is. */
    Control control(long known);
}
