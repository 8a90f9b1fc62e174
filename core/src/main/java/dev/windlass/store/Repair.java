package dev.windlass.store;

import java.time.Instant;

/**
 * Something that should not have been, and was healed. It was a fault of the store, or somebody wrote past it.
 *
 * @param at store time of the repair
 * @param fault what was wrong
 * @param subject with what: a job's id where there is one
 * @param remedy what was done about it
 */
public record Repair(Instant at, String fault, String subject, String remedy) {
    @Override
    public String toString() {
        return fault + " (" + subject + "): " + remedy;
    }
}
