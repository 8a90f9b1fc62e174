package dev.windlass.store;

import dev.windlass.task.Outcome;

/**
 * How often attempts of a task in a queue ended in one way.
 *
 * @param ran how long they ran; zero for those that never did
 * @param waited how long the job had stood ready before, up to the call of the task; of those that were called alone, and without the
 *     few whose claim had to be asked again
 */
public record Count(String queue, String task, Outcome outcome, Times ran, Times waited) {
    /** Both together; the other is of the same kind. */
    public Count plus(Count other) {
        return new Count(queue, task, outcome, ran.plus(other.ran), waited.plus(other.waited));
    }
}
