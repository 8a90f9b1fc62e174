package dev.windlass.store;

import dev.windlass.task.Limit;
import java.util.Optional;

/**
 * A limit as people see it.
 *
 * @param declared what the last program that declared it said; empty if only a person has spoken
 * @param override what a person put over it
 * @param held permits that jobs hold now, over all keys; counted up to {@link LimitStore#MOST_COUNTED}
 * @param waiting jobs that wait in the lines of its keys; counted as far
 */
public record LimitView(String name, Optional<Limit> declared, Optional<Limit> override, int held, int waiting) {
    /** The bound that holds. */
    public Limit inForce() {
        return override.or(() -> declared).orElseThrow();
    }
}
