package dev.windlass.store;

import dev.windlass.task.Content;
import dev.windlass.task.JobId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Accepting, reading and steering jobs. */
public interface JobStore {
    /** Most jobs in one accept or among the children of one commit. */
    int MOST_JOBS = 1_000;

    /** Most {@link NewJob#weight bytes} in one accept or among the children of one commit: 4 MiB. */
    long MOST_BYTES = 4L << 20;

    /**
     * Attempts that are kept of a job: the last ones. A job that is put off for ever would have a history without end. Repeats of
     * older commits are recognized for their hour all the same, and the job's error stays.
     */
    int MOST_ATTEMPTS = 100;

    /**
     * Makes all jobs of the batch durable, or none. A job whose id is known already, in whatever state, is left as it is: that is
     * how a caller resolves an ambiguous commit; of two jobs of the batch with one id the first counts. Positions follow the order
     * of the batch.
     *
     * <p>A job whose unique key is held by another one is not accepted: that one answers, and may be changed as the key's action
     * says. So does an earlier job of the batch for a later one.
     *
     * <p>A batch over {@link #MOST_JOBS} or {@link #MOST_BYTES} is misuse: IllegalArgumentException, nothing accepted.
     *
     * <p>Children of a commit and revived jobs are never refused by a full queue, since whoever asks for them cannot wait; they count.
     *
     * @throws dev.windlass.task.QueueFullException if a queue of the batch has a bound beyond which the batch would bring it; nothing is
     *     accepted then. Jobs that are known already, or answered by the holder of their key, take no room
     */
    Accepted accept(List<NewJob> batch);

    /** What every store asks before it accepts: that the batch is within the limits. */
    static void requireWithinLimits(List<NewJob> batch) {
        var bytes = batch.stream().mapToLong(NewJob::weight).sum();
        if (batch.size() > MOST_JOBS || bytes > MOST_BYTES) {
            throw new IllegalArgumentException("a batch has " + batch.size() + " jobs of " + bytes
                    + " bytes, the limits are " + MOST_JOBS + " and " + MOST_BYTES + "; split it");
        }
    }

    Optional<Job> find(JobId id);

    /** Jobs in order of their ids, never with payloads. */
    JobPage list(JobQuery query);

    /** The payload as it was accepted, intact or not. */
    Optional<Content> payload(JobId id);

    /** The result that the successful attempt gave. */
    Optional<Content> result(JobId id);

    /** The latest checkpoint that was committed. */
    Optional<Content> checkpoint(JobId id);

    /** The last {@link #MOST_ATTEMPTS} attempts that ended, in order of their fences: the oldest first. */
    List<Attempt> attempts(JobId id);

    /** The last lines of the job's log, oldest first. */
    List<LogLine> log(JobId id);

    /**
     * Calls off a job; the row is kept for {@code keep}. A commit that was accepted is never undone by it, not even while its
     * consequences are still to come.
     *
     * <p>Of a running job it is a request, which stands until the job leaves RUNNING: an end that its holder commits holds, and in
     * place of SCHEDULED, READY or WAITING the job becomes CANCELLED. So exactly one of the two wins, the one that is first.
     */
    CancelAnswer cancel(JobId id, Duration keep);

    /**
     * Calls off those of these jobs that are SCHEDULED, and leaves the others as they are; answers how many it was. At most
     * {@link #MOST_JOBS} at a call.
     */
    int unschedule(List<JobId> jobs, Duration keep);

    /**
     * Puts a dead job at the end of its lane, with its tally and its age begun anew. Its fence, history, log and checkpoint stay. A
     * repeat finds it alive and answers NOT_DEAD. It takes its unique key again, unless a newer job holds that.
     */
    ReviveAnswer revive(JobId id);

    /** Changes a job that is SCHEDULED, READY or WAITING, all that is asked for or nothing. Its terms stay. */
    EditAnswer edit(JobId id, Edit edit);

    /** What has not ended yet. */
    Backlog backlog();
}
