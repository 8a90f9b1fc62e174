package dev.windlass.task;

import org.jspecify.annotations.Nullable;

/**
 * Does a task. Returning is success, throwing is a failure that is retried by the policy of the job's queue.
 *
 * <p>{@link FatalException} is dead at once, {@link RetryLater} runs again later without using up an attempt. An attempt may be
 * interrupted when its worker stops or has lost the lease; whoever then throws, {@link InterruptedException} or anything but those
 * two, gives the job back.
 * One performer is called by many threads at the same time, and a job may run more than once: make the work repeatable, or guard
 * it by {@link JobRun#fence()}.
 */
@FunctionalInterface
public interface Performer<P, R> {
    @Nullable
    R perform(P payload, JobRun run) throws Exception;
}
