package dev.windlass.store;

import java.time.Instant;

/**
 * Answer to an accept: every job of the batch is durable, by this call or by an earlier one of which it is the repeat.
 *
 * @param at store time of the accept, from which the engine makes further ids
 */
public record Accepted(Instant at) {}
