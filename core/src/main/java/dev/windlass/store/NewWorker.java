package dev.windlass.store;

import java.time.Duration;
import java.util.Set;

/**
 * A worker that wants a row.
 *
 * @param name what people call it
 * @param host where it runs, for people only: never an identity
 * @param lease how long the row lives without a renewal
 * @param tasks names of the tasks it can perform
 */
public record NewWorker(WorkerId id, String name, String host, long pid, Duration lease, Set<String> tasks) {}
