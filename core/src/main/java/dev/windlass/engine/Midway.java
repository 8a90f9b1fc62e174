package dev.windlass.engine;

import dev.windlass.task.JobId;

/**
 * Where an attempt stands with the commits of its performer's own. Guarded by the monitor of its run.
 *
 * <pre>
 * NOTHING ──begin──▶ COMMITTING ──decide──▶ DECIDED
 *    ▲                 │     │ giveUp           ▲
 *    └──── leave ──────┘     ▼                  │
 *    └──── leave ──────── GIVEN_UP ──decide─────┘
 * </pre>
 */
final class Midway {
    private final JobId job;
    private State state = State.NOTHING;

    private enum State {
        NOTHING,
        /** The slot's thread waits for the store. */
        COMMITTING,
        /** The same, and its worker stops: the next trouble of the store ends the attempt. */
        GIVEN_UP,
        /** The end of the attempt is durable, whatever the performer still does. */
        DECIDED
    }

    Midway(JobId job) {
        this.job = job;
    }

    void begin() {
        if (!isNothing()) {
            throw new IllegalStateException(
                    "job " + job + " commits already: run.completing and run.checkpoint do not nest");
        }
        state = State.COMMITTING;
    }

    /** Answers whether the attempt is to end now, because nobody waits for it any more. */
    boolean leave() {
        var givenUp = isGivenUp();
        state = State.NOTHING;
        return givenUp;
    }

    void decide() {
        state = State.DECIDED;
    }

    /** Answers whether a commit is under way, whose answer says best what becomes of the attempt. */
    boolean giveUp() {
        var underWay = state == State.COMMITTING || state == State.GIVEN_UP;
        state = underWay ? State.GIVEN_UP : state;
        return underWay;
    }

    boolean isNothing() {
        return state == State.NOTHING;
    }

    boolean isGivenUp() {
        return state == State.GIVEN_UP;
    }

    boolean isDecided() {
        return state == State.DECIDED;
    }

    /** Refuses what would have no effect any more. */
    void requireUndecided() {
        if (isDecided()) {
            throw new IllegalStateException("the end of the attempt of job " + job
                    + " is committed by run.completing, which is its last act; do this before");
        }
    }
}
