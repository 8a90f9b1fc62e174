package dev.windlass.store;

import dev.windlass.task.Given;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import java.util.Optional;

/** Which jobs to list: those that meet every condition that is present, after {@code after} in the order of ids. */
public record JobQuery(
        Optional<JobState> state,
        Optional<String> queue,
        Optional<String> task,
        Optional<String> tag,
        Optional<JobId> after,
        int limit) {
    /** Most jobs on one page. */
    public static final int MOST = 1_000;

    /** All jobs, 100 a page. */
    public static final JobQuery ALL =
            new JobQuery(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 100);

    public JobQuery {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("a page holds 1 to " + MOST + " jobs, " + limit + " were asked for");
        }
    }

    public JobQuery withState(JobState only) {
        return new JobQuery(Optional.of(Given.to("a query", "a state", only)), queue, task, tag, after, limit);
    }

    public JobQuery withQueue(String only) {
        return new JobQuery(
                state, Optional.of(Given.to("a query", "the name of a queue", only)), task, tag, after, limit);
    }

    public JobQuery withTask(String only) {
        return new JobQuery(
                state, queue, Optional.of(Given.to("a query", "the name of a task", only)), tag, after, limit);
    }

    /** Only jobs that were enqueued with this tag. */
    public JobQuery withTag(String only) {
        return new JobQuery(state, queue, task, Optional.of(Given.to("a query", "a tag", only)), after, limit);
    }

    /** The page that begins after this job. */
    public JobQuery withAfter(JobId last) {
        return new JobQuery(state, queue, task, tag, Optional.of(Given.to("a query", "an id", last)), limit);
    }

    public JobQuery withLimit(int most) {
        return new JobQuery(state, queue, task, tag, after, most);
    }
}
