package dev.windlass.transfer;

import dev.windlass.task.JobId;
import java.util.List;

/**
 * What an export did.
 *
 * @param jobs those that stand in the file
 * @param leftOut jobs that do not, because the list of their payload's parts is damaged, and nobody can tell which parts are theirs
 * @param damaged the first {@link Imported#MOST_TOLD} of those
 */
public record ExportReport(long jobs, long leftOut, List<JobId> damaged) {
    public ExportReport {
        damaged = List.copyOf(damaged);
    }
}
