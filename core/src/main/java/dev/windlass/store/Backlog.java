package dev.windlass.store;

/**
 * Which kinds of unfinished jobs there are. Existence only: nothing counts over jobs.
 *
 * @param ready some job stands in a lane, or waits for its limits to let it into one
 * @param running somebody holds a lease
 * @param scheduled some job waits for its due time
 * @param unsettled consequences of a commit are still to come
 */
public record Backlog(boolean ready, boolean running, boolean scheduled, boolean unsettled) {
    /** Whether nothing is left to run, now or later. */
    public boolean isEmpty() {
        return !ready && !running && !scheduled && !unsettled;
    }
}
