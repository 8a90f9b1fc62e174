package dev.windlass.store;

import dev.windlass.task.JobId;

/** Names one attempt for ever: no two leases have the same key, not even across a restored backup. */
public record LeaseKey(JobId job, long fence) {}
