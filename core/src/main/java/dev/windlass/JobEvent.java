package dev.windlass;

import dev.windlass.task.DeadReason;
import dev.windlass.task.JobId;
import java.time.Duration;

/** Something that happened to a job in this process. Told after it is durable, except {@link Started}. */
public sealed interface JobEvent {
    JobId job();

    /** A slot is about to call the task. */
    record Started(JobId job, String task, String queue, int attempt) implements JobEvent {}

    /** The job is done and its result durable. */
    record Succeeded(JobId job, String task) implements JobEvent {}

    /** The attempt failed; another one follows after the wait. */
    record Failed(JobId job, String task, int attempt, String error, Duration retryIn) implements JobEvent {}

    /** The job is a dead letter. */
    record Died(JobId job, String task, DeadReason reason, String error) implements JobEvent {}

    /** The task asked to run again later. */
    record Snoozed(JobId job, String task, Duration delay) implements JobEvent {}

    /** The job was called off. */
    record Cancelled(JobId job, String task) implements JobEvent {}

    /** Nobody here can perform the job: it waits for a worker that can. */
    record Parked(JobId job, String task) implements JobEvent {}

    /** The lease was given back before the attempt came to an end of its own. */
    record Released(JobId job, String task) implements JobEvent {}

    /** The attempt's outcome came too late: the job had been rescued. It was dropped. */
    record Fenced(JobId job, String task, int attempt) implements JobEvent {}

    /** The job's holder vanished. It runs again, unless it did so too often: then {@link Died} follows. */
    record Lost(JobId job, String task) implements JobEvent {}
}
