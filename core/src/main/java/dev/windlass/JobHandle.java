package dev.windlass;

import dev.windlass.store.Accepted;
import dev.windlass.store.Attempt;
import dev.windlass.store.Job;
import dev.windlass.store.LogLine;
import dev.windlass.task.Content;
import dev.windlass.task.DelayText;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.Given;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import dev.windlass.task.Task;
import dev.windlass.task.WindlassException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A job that was accepted, with the type of its result. Safe for all threads; costs nothing to keep or to drop. */
public final class JobHandle<R> {
    private final Windlass windlass;
    private final Task<?, R> task;
    private final JobId id;
    private final boolean isNew;

    private JobHandle(Windlass windlass, Task<?, R> task, JobId id, boolean isNew) {
        this.windlass = windlass;
        this.task = task;
        this.id = id;
        this.isNew = isNew;
    }

    /** The handle of a job that was accepted at some time. */
    static <R> JobHandle<R> of(Windlass windlass, Task<?, R> task, JobId id) {
        return new JobHandle<>(windlass, task, id, false);
    }

    /** The handle of the job that stands for the one that was asked for. */
    static <R> JobHandle<R> of(Windlass windlass, Task<?, R> task, JobId asked, Accepted accepted) {
        var standing = accepted.standing(asked);
        return new JobHandle<>(windlass, task, standing, standing.equals(asked));
    }

    public JobId id() {
        return id;
    }

    /** Whether the enqueue that gave this handle made the job; otherwise an earlier one with the same unique key answers. */
    public boolean isNew() {
        return isNew;
    }

    /** The job as it stands, or empty once it was pruned. */
    public Optional<Job> find() {
        return windlass.find(id);
    }

    /** The result, empty as long as the job has not succeeded and where its task gives none. */
    public Optional<R> result() {
        return windlass.contents().result(id).map(this::decode);
    }

    /** Every attempt that ended, the oldest first: who ran it, from when to when, and what was thrown. */
    public List<Attempt> attempts() {
        return windlass.attempts(id);
    }

    /** The last lines that its attempts have logged, the oldest first. */
    public List<LogLine> log() {
        return windlass.log(id);
    }

    /**
     * Waits for the job to end and gives its result, null where its task gives none.
     *
     * @throws JobFailedException if the job is dead or cancelled
     * @throws WindlassException {@link ErrorCode#TIMEOUT} if it has not ended within the limit; it goes on all the same
     */
    public @Nullable R await(Duration limit) throws InterruptedException {
        Given.to("await", "a limit", limit);
        return outcome(windlass.engine().await(this::isEnded, limit), limit);
    }

    /**
     * Like {@link #await}, without a thread of the caller's: what await throws completes the future, and so does a stop of this
     * Windlass. What depends on it runs on the common pool.
     */
    public CompletableFuture<@Nullable R> awaitAsync(Duration limit) {
        Given.to("awaitAsync", "a limit", limit);
        return windlass.engine().whenSo(this::isEnded, limit).thenApplyAsync(ended -> outcome(ended, limit));
    }

    private @Nullable R outcome(boolean ended, Duration limit) {
        if (!ended) {
            throw new WindlassException(
                    ErrorCode.TIMEOUT,
                    "job " + id + " of task " + task.name() + " has not ended within " + DelayText.words(limit)
                            + "; it goes on, await it again");
        }
        var job = find().orElseThrow(() -> new WindlassException(
                ErrorCode.NOT_FOUND, "job " + id + " is unknown; it may have ended and been pruned"));
        if (job.state() != JobState.SUCCEEDED) {
            throw new JobFailedException(job);
        }
        return windlass.contents().result(id).map(this::decode).orElse(null);
    }

    private boolean isEnded() {
        return find().map(job -> job.state().ended()).orElse(true);
    }

    private @Nullable R decode(Content content) {
        // A codec of somebody's own cannot be expected to know how we store that there is nothing.
        return content.equals(Content.NONE) ? null : task.codec().decode(content, task.result());
    }

    @Override
    public String toString() {
        return task.name() + " " + id;
    }
}
