package dev.windlass.store;

import dev.windlass.task.JobId;
import java.time.Instant;
import java.util.Map;

/**
 * Answer to an accept: every job of the batch is durable, by this call or by an earlier one of which it is the repeat, or is answered
 * by the job that holds its unique key.
 *
 * @param at store time of the accept, from which the engine makes further ids
 * @param firsts the jobs of the batch that were not accepted, each with the one that holds its key
 */
public record Accepted(Instant at, Map<JobId, JobId> firsts) {
    public Accepted {
        firsts = Map.copyOf(firsts);
    }

    /** No job of the batch met a key that was held. */
    public Accepted(Instant at) {
        this(at, Map.of());
    }

    /** The job that stands for the one that was asked for: itself, or the holder of its key. */
    public JobId standing(JobId asked) {
        return firsts.getOrDefault(asked, asked);
    }
}
