package dev.windlass;

import dev.windlass.store.QueueRow;
import dev.windlass.store.QueueStore;
import dev.windlass.store.Store;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.Given;
import dev.windlass.task.OneLine;
import dev.windlass.task.Queue;
import dev.windlass.task.WindlassException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The queues of a store as people steer them. What is decided here is durable when the call returns, holds at once for every claim
 * and enqueue, and has reached every running worker, of this process or another, within a second. Safe for all threads.
 *
 * <p>A queue that the store does not know is refused with {@link ErrorCode#NOT_FOUND}: it would be a spelling mistake. On a store
 * without the ability RULED every call throws UnsupportedOperationException.
 */
public final class Queues {
    /** Jobs that one call of the store cancels. */
    private static final int BATCH = 1_000;

    private final Windlass windlass;

    Queues(Windlass windlass) {
        this.windlass = windlass;
    }

    /** All queues, by name: what code declared, what people override, what stands in them. */
    public List<QueueRow> list() {
        return store().queues().list();
    }

    /** One of them. */
    public Optional<QueueRow> find(String queue) {
        Given.to("find", "the name of a queue", queue);
        return list().stream().filter(row -> row.name().equals(queue)).findFirst();
    }

    /** Holds the queue's jobs back: none starts until {@link #resume}. Those that run go on. Repeatable. */
    public void pause(String queue) {
        Given.to("pause", "the name of a queue", queue);
        known(queue).pause(queue);
        windlass.engine().hintControl();
    }

    /** Repeatable. */
    public void resume(String queue) {
        Given.to("resume", "the name of a queue", queue);
        known(queue).resume(queue);
        windlass.engine().hintControl();
    }

    /**
     * Rules that hold instead of those in code until {@link #reset}, over restarts and new declarations. They replace all of them:
     * begin with {@link QueueRow#rules} to change one.
     */
    public void override(Queue rules) {
        Given.to("override", "a queue", rules);
        known(rules.name()).override(rules);
        windlass.engine().hintControl();
    }

    /** Back to the rules in code. Repeatable. */
    public void reset(String queue) {
        Given.to("reset", "the name of a queue", queue);
        known(queue).reset(queue);
        windlass.engine().hintControl();
    }

    /**
     * Cancels all jobs of the queue that do not run, in steps that each leave room for other callers, and answers how many. Jobs that
     * come meanwhile may be among them or not; an interruption leaves the rest as it is, and so does a failure of the store.
     */
    public long purge(String queue) {
        Given.to("purge", "the name of a queue", queue);
        var store = known(queue);
        var keep = find(queue).map(QueueRow::rules).map(Queue::keep).orElse(Queue.DEFAULT_KEEP);
        var purged = 0L;
        for (var step = BATCH; step == BATCH && !Thread.currentThread().isInterrupted(); purged += step) {
            step = store.purge(queue, BATCH, keep);
        }
        return purged;
    }

    private QueueStore known(String queue) {
        var rows = list();
        if (rows.stream().noneMatch(row -> row.name().equals(queue))) {
            var names = rows.stream().map(QueueRow::name).collect(Collectors.joining(", "));
            throw new WindlassException(
                    ErrorCode.NOT_FOUND,
                    "queue " + OneLine.quoted(queue) + " is not known to this store, known are " + names
                            + "; a queue is known once a Windlass that declares it was started");
        }
        return store().queues();
    }

    private Store store() {
        windlass.engine().requireRunning();
        return windlass.store();
    }
}
