package dev.windlass.store;

import dev.windlass.task.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One run of a job that has ended, as its history keeps it.
 *
 * @param number the attempt's number; a lost or released run keeps its number for the next one
 * @param started the claim by store time and the wait that the holder measured; empty where the holder told that it never called the
 *     task, or where there was none. For a lease that was LOST it is the claim: nobody knows whether its holder had called the task,
 *     and so the job is taken for one that has started
 * @param ended store time of the commit, or of the rescue that moved the lease
 * @param error type and message of what was thrown, cut to {@link Ended#MOST_ERROR} characters
 */
public record Attempt(
        long fence,
        int number,
        Outcome outcome,
        WorkerId worker,
        String host,
        Optional<Instant> started,
        Instant ended,
        Optional<Duration> ran,
        Optional<String> error) {}
