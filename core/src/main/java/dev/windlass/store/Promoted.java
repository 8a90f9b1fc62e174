package dev.windlass.store;

import java.time.Duration;
import java.util.Optional;

/**
 * Answer to a promote.
 *
 * @param count how many jobs became ready
 * @param next how long until the next one is due, zero if some are due already; empty where none is scheduled
 */
public record Promoted(int count, Optional<Duration> next) {}
