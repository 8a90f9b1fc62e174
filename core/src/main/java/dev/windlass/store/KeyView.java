package dev.windlass.store;

import dev.windlass.task.LimitKey;

/**
 * A key of a limit as people see it.
 *
 * @param held permits that its jobs hold now; counted up to {@link LimitStore#MOST_COUNTED}
 * @param waiting jobs that wait in its line; counted as far
 */
public record KeyView(LimitKey key, int held, int waiting) {}
