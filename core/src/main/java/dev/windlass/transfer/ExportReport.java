package dev.windlass.transfer;

import dev.windlass.task.JobId;
import java.util.List;

/**
 * What an export did.
 *
 * @param jobs those that stand in the file
 * @param leftOut jobs that do not, because their terms cannot be read, and nobody knows their limits; or the list of their payload's
 *     parts, and nobody can tell which are theirs
 * @param damaged the first {@link Imported#MOST_TOLD} of those
 */
public record ExportReport(long jobs, long leftOut, List<JobId> damaged) {
    public ExportReport {
        damaged = List.copyOf(damaged);
    }
}
