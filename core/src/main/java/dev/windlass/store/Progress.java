package dev.windlass.store;

/** How far an attempt has come; {@code total} is 0 where it is not known. */
public record Progress(long done, long total) {}
