package dev.windlass.store;

import dev.windlass.task.JobId;
import java.util.List;
import java.util.OptionalLong;

/**
 * Some jobs on their way, and where to go on; {@code next} is empty on the last page, and that alone tells the end.
 *
 * @param damaged jobs that would stand here, but their terms cannot be read: without them they would run past their limits
 */
public record TransferPage(List<Transfer> jobs, List<JobId> damaged, OptionalLong next) {
    /** A page of jobs that are all whole. */
    public TransferPage(List<Transfer> jobs, OptionalLong next) {
        this(jobs, List.of(), next);
    }
}
