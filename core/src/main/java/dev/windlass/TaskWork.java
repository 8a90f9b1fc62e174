package dev.windlass;

import dev.windlass.engine.Work;
import dev.windlass.task.Content;
import dev.windlass.task.JobRun;
import dev.windlass.task.Performer;
import dev.windlass.task.RetryLater;
import dev.windlass.task.Task;
import dev.windlass.task.UnreadableException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A task with its performer: reads payloads, writes results. */
record TaskWork<P, R>(Task<P, R> task, Performer<P, R> performer) implements Work {
    /** How long a job is put off whose payload is newer than its task here: during a rolling release others can run it. */
    private static final Duration NEWER_PAYLOAD = Duration.ofMinutes(1);

    @Override
    public Content perform(Content payload, JobRun run) throws Exception {
        if (payload.version() > task.version()) {
            throw new RetryLater(
                    NEWER_PAYLOAD,
                    "the payload of task " + task.name() + " has version " + payload.version() + ", newer than "
                            + task.version() + " here; a worker of the newer release runs it");
        }
        return written(performer.perform(fitting(payload), run));
    }

    private P fitting(Content payload) {
        try {
            return task.decode(payload);
        } catch (UnreadableException e) {
            throw new Unfit(e);
        }
    }

    @Override
    public Content result(@Nullable Object value) {
        if (value != null && !task.result().isPrimitive() && !task.result().isInstance(value)) {
            throw new IllegalArgumentException("run.completing was given a "
                    + value.getClass().getSimpleName() + ", task " + task.name() + " gives "
                    + task.result().getSimpleName() + "; let the work return what the performer returns");
        }
        return written(value);
    }

    private Content written(@Nullable Object result) {
        return result == null ? Content.NONE : task.codec().encode(result, 1);
    }
}
