package dev.windlass.engine;

/**
 * How many jobs a worker holds beyond its slots: as many as it finished in its last exchanges, so that slots of short jobs never
 * wait for the store, while long jobs are left to whoever is free. Used by the Claimer's thread alone.
 */
final class Pace {
    /** Two exchanges' worth: one is under way while the other is being worked off. */
    private static final int AHEAD = 2;

    private final int most;
    private double finished;

    Pace(int most) {
        this.most = most;
    }

    /** Takes note of how many jobs an exchange finished. Falls at once by half, so that one long job soon ends a prefetch. */
    void exchanged(int commits) {
        finished = Math.max(commits, finished / 2);
    }

    int prefetch() {
        return (int) Math.min(most, Math.round(finished * AHEAD));
    }
}
