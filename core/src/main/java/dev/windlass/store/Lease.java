package dev.windlass.store;

import dev.windlass.task.Content;
import dev.windlass.task.Lane;
import java.time.Duration;
import java.util.Optional;

/**
 * The right to run one attempt of a job.
 *
 * @param age time since the job's first attempt was claimed, by the store's clock; zero on the first
 * @param checkpoint the latest that an earlier slice, checkpoint or attempt committed
 */
public record Lease(
        LeaseKey key,
        String task,
        String queue,
        Lane lane,
        Tally tally,
        boolean suspect,
        Duration age,
        Content payload,
        Optional<Content> checkpoint) {}
