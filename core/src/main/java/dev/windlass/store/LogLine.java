package dev.windlass.store;

import java.time.Instant;

/**
 * A line that a task wrote about its job.
 *
 * @param at when it was said: the store's time at which its note arrived, less what its holder had measured when the note was made.
 *     Where the store could not be reached, a last note tells times that are later by so much
 */
public record LogLine(Instant at, long fence, String text) {}
