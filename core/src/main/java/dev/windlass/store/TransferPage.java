package dev.windlass.store;

import dev.windlass.task.JobId;
import java.util.List;
import java.util.Optional;

/** Some jobs on their way, and where to go on; {@code next} is empty on the last page, and that alone tells the end. */
public record TransferPage(List<Transfer> jobs, Optional<JobId> next) {}
