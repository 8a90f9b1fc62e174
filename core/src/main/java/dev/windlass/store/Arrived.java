package dev.windlass.store;

import dev.windlass.task.JobId;
import java.util.Map;

/**
 * What became of a batch of jobs that came from another store; those of neither kind were known.
 *
 * @param written how many were not known, and are now
 * @param answered those that were left out because another job holds their unique key here, each with that one
 */
public record Arrived(int written, Map<JobId, JobId> answered) {
    public Arrived {
        answered = Map.copyOf(answered);
    }
}
