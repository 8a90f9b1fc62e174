package dev.windlass.store;

import dev.windlass.task.JobId;
import java.util.List;
import java.util.Optional;

/**
 * Some jobs, and where to go on: the next page begins after {@code next}, which is empty on the last one. That alone tells the end: a
 * page of a query that few jobs match may be short or empty, since a store looks at a bounded number of rows for each.
 */
public record JobPage(List<Job> jobs, Optional<JobId> next) {}
