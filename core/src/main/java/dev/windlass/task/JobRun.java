package dev.windlass.task;

import java.util.List;
import java.util.Map;

/** The attempt that is running, as its performer sees it. For use by the performer's own thread, until it returns. */
public interface JobRun {
    /** Identity of the job; the same in every attempt. */
    JobId id();

    /** Name of the task that the job was enqueued under. */
    String task();

    /** The attempt's number, from 1. A run that was lost or released keeps its number for the next one. */
    int attempt();

    /** A number that grows with every claim of this job: hand it to the outside world so that it can refuse an older run. */
    long fence();

    /** Name of the queue the job came from. */
    String queue();

    /** The headers that the job was enqueued with, in their order. */
    Map<String, String> headers();

    /** The tags that the job was enqueued with. */
    List<String> tags();

    /**
     * Whether the attempt should end soon: its worker stops, or the lease is lost. Cheap enough for every loop. To give the job back
     * unfinished, throw {@link InterruptedException}: it runs again and no attempt is used up. Returning is success, as always.
     * Whoever does neither is interrupted when the stop's patience has run out.
     */
    boolean cancelled();

    /**
     * Whether the store could not be reached for so long that somebody else may run this job by now. The outcome is still
     * accepted if nobody does.
     */
    boolean leaseUncertain();

    /** Reports how far the attempt has come; {@code total} is 0 where it is not known. Written within a second or so. */
    void progress(long done, long total);

    /** Adds a line to the job's log, which keeps the last 1,000 lines of at most 2,000 characters. */
    void log(String line);

    /** Enqueues a child in the queue {@code default}: it exists if and only if this attempt succeeds. */
    default <P> JobId enqueue(Task<P, ?> task, P payload) {
        return enqueue(task, payload, Options.DEFAULT);
    }

    /** Enqueues a child. At most 1,000 children and 4 MiB an attempt; a delay counts from the attempt's success. */
    <P> JobId enqueue(Task<P, ?> task, P payload, Options options);
}
