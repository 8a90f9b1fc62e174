package dev.windlass.store;

import dev.windlass.task.Content;
import dev.windlass.task.Due;
import dev.windlass.task.JobId;
import dev.windlass.task.Lane;
import java.util.Optional;

/**
 * A job on its way into a store. Its base row is written once and never changed.
 *
 * @param task name of the task, plain data: no store interprets it
 * @param parent the job whose attempt made this one a child
 */
public record NewJob(JobId id, String task, String queue, Lane lane, Due due, Content payload, Optional<JobId> parent) {
    /** Bytes that this job counts against a batch's limit: its payload and a flat sum for the rest of the row. */
    public long weight() {
        return payload.size() + 100L;
    }
}
