package dev.windlass.store;

import dev.windlass.task.JobId;
import java.util.List;
import java.util.Optional;

/** Some jobs, and where to go on: the next page begins after {@code next}, which is empty on the last one. */
public record JobPage(List<Job> jobs, Optional<JobId> next) {}
