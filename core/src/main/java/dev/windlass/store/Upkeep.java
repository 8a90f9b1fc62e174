package dev.windlass.store;

/** What has to be called again and again so that time passes for jobs. Every call is bounded by its limit. */
public interface Upkeep {
    /** Moves jobs whose due time has come into their lanes, each at a new position. */
    Promoted promote(int limit);

    /** Applies consequences of commits that are still to come. Answers how many; stores with transactions have none. */
    int settle(int limit);

    /** Looks at up to {@code limit} rows and removes those whose time of keeping is over. Answers how many it removed. */
    int prune(int limit);
}
