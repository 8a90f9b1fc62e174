package dev.windlass.store;

import static java.util.Objects.requireNonNull;

import dev.windlass.task.Content;
import dev.windlass.task.Due;
import dev.windlass.task.JobId;
import dev.windlass.task.Lane;
import dev.windlass.task.Queue;
import dev.windlass.task.Task;
import dev.windlass.task.Terms;
import java.util.Optional;

/**
 * A job on its way into a store. Its base row is written once and never changed.
 *
 * @param task name of the task, plain data: no store interprets it
 * @param parent the job whose attempt made this one a child
 */
public record NewJob(
        JobId id, String task, String queue, Lane lane, Due due, Content payload, Optional<JobId> parent, Terms terms) {
    public NewJob {
        requireNonNull(id, "the id is null");
        requireNonNull(task, "the task's name is null");
        requireNonNull(queue, "the queue's name is null");
        requireNonNull(lane, "the lane is null");
        requireNonNull(due, "the due time is null");
        requireNonNull(payload, "the payload is null");
        requireNonNull(parent, "the parent is null; use Optional.empty()");
        requireNonNull(terms, "the terms are null; use Terms.NONE");
    }

    /** A job that brings nothing but its payload. */
    public NewJob(JobId id, String task, String queue, Lane lane, Due due, Content payload, Optional<JobId> parent) {
        this(id, task, queue, lane, due, payload, parent, Terms.NONE);
    }

    public NewJob withPayload(Content other) {
        return new NewJob(id, task, queue, lane, due, other, parent, terms);
    }

    public NewJob withLane(Lane other) {
        return new NewJob(id, task, queue, other, due, payload, parent, terms);
    }

    public NewJob withTerms(Terms other) {
        return new NewJob(id, task, queue, lane, due, payload, parent, other);
    }

    /** Refuses names that no worker could ever declare: such a job would wait for ever. What the engine makes has been checked before. */
    public void requireNames() {
        Task.requireName(task);
        Queue.requireName(queue);
    }

    /** Bytes that this job counts against a batch's limit: its payload and a flat sum for the rest of the row. */
    public long weight() {
        return payload.size() + 100L + terms.weight();
    }
}
