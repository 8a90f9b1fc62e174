package dev.windlass.task;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

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
     * Whether the attempt should end soon: its job was called off, its time is up, its worker stops, or the lease is lost. Cheap
     * enough for every loop. To end it unfinished, throw {@link InterruptedException}: after a cancel the job is cancelled, after a
     * timeout it is tried again like after a failure, and otherwise it runs again and no attempt is used up. Returning is success,
     * as always. Whoever does neither is interrupted after a grace, and at a stop when its patience has run out.
     */
    boolean cancelled();

    /** How long this attempt may still run, by the queue's timeout or the job's own; zero once its time is up, empty without one. */
    Optional<Duration> timeLeft();

    /**
     * Whether the store could not be reached for so long that somebody else may run this job by now. The outcome is still
     * accepted if nobody does.
     */
    boolean leaseUncertain();

    /** Reports how far the attempt has come; {@code total} is 0 where it is not known. Written within a second or so. */
    void progress(long done, long total);

    /** Adds a line to the job's log, which keeps the last 1,000 lines of at most 2,000 characters. */
    void log(String line);

    /**
     * Ends the attempt with success and writes of the performer's own: they, the result and the children commit together or not at
     * all. For the last act, {@code return run.completing(session -> ...)}; whatever the performer does afterwards changes nothing.
     *
     * <p>The result is committed before any {@link RunInterceptor} sees it, and is not theirs to change.
     *
     * <p>When the work throws, nothing of it is written, its children are forgotten, and the attempt goes on with what it threw. The
     * store may run the work more than once, so it changes nothing but what the session writes; of all its runs one counts. While
     * the store does not answer this waits, as long as the worker goes on.
     *
     * @throws FencedException if the job is held by another by now: nothing was written
     * @throws FatalException if the result is too large
     * @throws WindlassException with {@code BAD_INPUT} if the store lends no session, {@code TIMEOUT} if the work ran too long
     */
    <T extends @Nullable Object, X extends Exception> T completing(SessionWork<T, X> work) throws X;

    /**
     * Does a named step of the job once: what the work writes in the session, its value and the children so far are durable when this
     * returns, together or not at all, and the attempt goes on. A later attempt that asks for the same name is given the value
     * and the work is not run. Values are stored as JSON and should be small: all of a job's have the limit of one payload.
     *
     * <p>When the work throws nothing is stored. All else is as with {@link #completing}.
     *
     * @throws UnreadableException if the value that an earlier attempt has stored does not fit the type
     */
    <T extends @Nullable Object, X extends Exception> T checkpoint(String name, Class<T> type, SessionWork<T, X> work)
            throws X;

    /**
     * Does a named step of the job outside of the store, on any store: its value and the children so far are durable when this returns.
     * A process that dies between the work and the store's answer does the work again, so it should be repeatable.
     */
    <T extends @Nullable Object> T checkpoint(String name, Class<T> type, Callable<T> work) throws Exception;

    /**
     * Enqueues a child in the queue {@code default}: it exists if and only if this attempt succeeds, or makes a checkpoint after this.
     */
    default <P> JobId enqueue(Task<P, ?> task, P payload) {
        return enqueue(task, payload, Options.DEFAULT);
    }

    /** Enqueues a child. At most 1,000 children and 4 MiB for one commit, from which a delay counts. */
    <P> JobId enqueue(Task<P, ?> task, P payload, Options options);
}
