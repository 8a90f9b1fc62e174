package dev.windlass.store;

import java.time.Instant;

/**
 * One count over one slice of time.
 *
 * @param from store time at which the slice begins: a multiple of its length since 1970
 */
public record Statistic(Instant from, Count count) {}
