package dev.windlass.store;

import java.time.Instant;

/** A line that a task wrote about its job; {@code at} is when it was said: store time at which it arrived, less what its holder measured since. */
public record LogLine(Instant at, long fence, String text) {}
