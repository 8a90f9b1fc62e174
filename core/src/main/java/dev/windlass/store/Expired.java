package dev.windlass.store;

import dev.windlass.task.JobId;

/** A job that is dead because it did not start in time. */
public record Expired(JobId job, String task) {
    /** What its history says. */
    public static final String ERROR = "it did not start in time; revive it if it is wanted all the same";
}
