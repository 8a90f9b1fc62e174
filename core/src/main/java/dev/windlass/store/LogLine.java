package dev.windlass.store;

import java.time.Instant;

/** A line that a task wrote about its job; {@code at} is store time when the line arrived. */
public record LogLine(Instant at, long fence, String text) {}
