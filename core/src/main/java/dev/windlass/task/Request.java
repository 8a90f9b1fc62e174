package dev.windlass.task;

import java.util.Optional;

/**
 * What somebody wants to enqueue, before anything has checked it. Immutable; each wither gives a copy.
 *
 * @param payload as it will be stored
 * @param parent the job whose attempt enqueues a child
 */
public record Request(String task, Content payload, Options options, Optional<JobId> parent) {
    public Request withPayload(Content other) {
        return new Request(task, other, options, parent);
    }

    public Request withOptions(Options other) {
        return new Request(task, payload, other, parent);
    }
}
