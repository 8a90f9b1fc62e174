package dev.windlass;

import dev.windlass.store.Hint;
import dev.windlass.task.Given;
import dev.windlass.task.Options;
import dev.windlass.task.Session;
import dev.windlass.task.Task;
import java.util.List;
import java.util.Optional;

/** Enqueues in one transaction of the caller's. Belongs to the thread of its session, and ends with it. */
public final class Within extends Calls {
    private final Windlass windlass;
    private final Session session;

    Within(Windlass windlass, Session session) {
        this.windlass = windlass;
        this.session = session;
    }

    /** Enqueues a job to run as soon as the transaction has committed. */
    public <P, R> JobHandle<R> enqueue(Task<P, R> task, P payload) {
        return enqueue(task, payload, Options.DEFAULT);
    }

    /**
     * Enqueues a job that exists if and only if the transaction commits. A delay counts from here.
     *
     * @throws IllegalArgumentException in one sentence, if something about the job is not acceptable
     * @throws dev.windlass.task.WindlassException with {@code BAD_INPUT} if the session is not one of this store, or the store has none
     */
    @Override
    public <P, R> JobHandle<R> enqueue(Task<P, R> task, P payload, Options options) {
        Given.to("enqueue", "a task", task);
        Given.to("enqueue", "options", options);
        var job = windlass.engine().intake().job(task, payload, options, Optional.empty());
        return JobHandle.of(windlass, task, job.id(), windlass.store().accept(session, List.of(job)));
    }

    /**
     * Wakes workers, here and elsewhere: for whoever has committed the transaction and does not want to wait until they look, which
     * they do twice a second. Call it after the commit, from a hook of the framework's or by hand.
     */
    public void committed() {
        windlass.engine().hintReady();
        windlass.store().tell(Hint.READY);
    }

    @Override
    Tasks declared() {
        return windlass.declared();
    }
}
