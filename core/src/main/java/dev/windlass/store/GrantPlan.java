package dev.windlass.store;

import java.util.Map;

/**
 * Whom a grant may let pass.
 *
 * @param ahead for each queue that somebody takes and that is not paused, how many jobs may stand READY by grants at a time: granted
 *     jobs that nobody starts would keep others of their keys waiting for nothing
 * @param limit most jobs that one call moves
 */
public record GrantPlan(Map<String, Integer> ahead, int limit) {
    public GrantPlan {
        ahead = Map.copyOf(ahead);
        if (limit < 1 || limit > ClaimPlan.MOST) {
            throw new IllegalArgumentException("a grant moves " + limit + " jobs, it must be 1 to " + ClaimPlan.MOST);
        }
    }
}
