package dev.windlass.engine;

import dev.windlass.task.Content;
import dev.windlass.task.JobRun;

/** A task with its performer, as the engine sees it: content in, content out. Called by many threads at the same time. */
@FunctionalInterface
public interface Work {
    /**
     * Runs one attempt. {@link dev.windlass.task.UnreadableException} where the payload does not fit;
     * {@link dev.windlass.task.FatalException} and {@link dev.windlass.task.RetryLater} steer the job; everything else that is
     * thrown is a failure.
     */
    Content perform(Content payload, JobRun run) throws Exception;
}
