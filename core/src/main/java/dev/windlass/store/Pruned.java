package dev.windlass.store;

/**
 * What a prune did.
 *
 * @param count jobs that it removed
 * @param behind whether the store has more to look at or to remove than it should, so that it wants the next call soon
 */
public record Pruned(int count, boolean behind) {}
