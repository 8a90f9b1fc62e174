package dev.windlass.store;

import java.time.Duration;
import java.util.Optional;

/**
 * Answer to a grant.
 *
 * @param count how many jobs became READY
 * @param more whether the call stopped at a bound of its own, so that another one right away may grant more
 * @param next how long until the next token of a rate that a job of these queues waits for
 */
public record Granted(int count, boolean more, Optional<Duration> next) {}
