package dev.windlass;

import dev.windlass.store.Job;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.OneLine;
import dev.windlass.task.WindlassException;

/** Somebody awaited the result of a job that ended otherwise than by success. */
public final class JobFailedException extends WindlassException {
    private static final long serialVersionUID = 1L;

    private final transient Job job;

    JobFailedException(Job job) {
        super(ErrorCode.JOB_FAILED, sentence(job));
        this.job = job;
    }

    /** The job as it ended. */
    public Job job() {
        return job;
    }

    private static String sentence(Job job) {
        return "job " + job.id() + " of task " + job.task() + " is " + job.state()
                + job.reason().map(reason -> " (" + reason + ")").orElse("")
                + job.error()
                        .map(error -> ": " + OneLine.of(error.replace("\ncaused by ", ", caused by ")))
                        .orElse("");
    }
}
