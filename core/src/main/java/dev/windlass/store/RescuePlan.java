package dev.windlass.store;

import java.time.Duration;

/**
 * How a rescue treats what it finds.
 *
 * @param suspectAfter losses in a row after which a job is suspect and runs alone
 * @param quarantineAfter further losses, each while suspect, after which it is dead
 * @param keep how long a quarantined job is kept
 * @param limit most leases that one call moves
 */
public record RescuePlan(int suspectAfter, int quarantineAfter, Duration keep, int limit) {
    /** Losses in a row at which a job is quarantined. */
    public int lossesToQuarantine() {
        return suspectAfter + quarantineAfter;
    }
}
