package dev.windlass.engine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Lets suspects run alone: jobs that took their workers down twice in a row.
 *
 * <pre>
 * OPEN ──a suspect stands ready──▶ EMPTYING ──idle, or patience over──▶ INVITING ──claimed──▶ ALONE ──30 s──▶ BESIDE
 *   ▲                                                                      │ none came           │              │
 *   └──────────────────────────────────────────────────────────────────────┴──── suspect ended ──┴──────────────┘
 * </pre>
 *
 * While EMPTYING and ALONE the worker claims nothing; a suspect is never prefetched, its claim is its start. After each suspect one
 * ordinary claim comes first, so that a heap of suspects cannot shut out their neighbours. Used by the Claimer's thread alone.
 */
final class Isolation {
    /** What the Claimer may do now. */
    enum Stance {
        /** Claim ordinary jobs. */
        OPEN,
        /** Claim nothing. */
        CLOSED,
        /** Claim one suspect. */
        INVITING
    }

    private enum State {
        OPEN,
        EMPTYING,
        INVITING,
        ALONE,
        BESIDE
    }

    private final Ticker ticker;
    private final Duration patience;
    private final Duration alone;

    private State state = State.OPEN;
    private long since;
    private boolean ordinaryFirst;
    private Optional<String> queue = Optional.empty();

    Isolation(Ticker ticker, Duration patience, Duration alone) {
        this.ticker = ticker;
        this.patience = patience;
        this.alone = alone;
    }

    /** Where things stand, given whether the worker is idle and whether a suspect runs in it. */
    Stance stance(boolean idle, boolean suspectRuns) {
        if (state == State.EMPTYING && (idle || passed(patience))) {
            enter(State.INVITING);
        } else if ((state == State.ALONE || state == State.BESIDE) && !suspectRuns) {
            ordinaryFirst = true;
            enter(State.OPEN);
        } else if (state == State.ALONE && passed(alone)) {
            enter(State.BESIDE);
        }
        return switch (state) {
            case OPEN, BESIDE -> Stance.OPEN;
            case EMPTYING, ALONE -> Stance.CLOSED;
            case INVITING -> Stance.INVITING;
        };
    }

    /** An ordinary claim was answered, and this is where suspects stand ready. */
    void seen(List<String> queues) {
        if (state == State.OPEN && !ordinaryFirst && !queues.isEmpty()) {
            queue = Optional.of(queues.get(0));
            enter(State.EMPTYING);
        }
        ordinaryFirst = false;
    }

    /** Whether the worker is to become idle. */
    boolean isEmptying() {
        return state == State.EMPTYING;
    }

    /** The claim of a suspect was answered. */
    void invited(boolean came) {
        enter(came ? State.ALONE : State.OPEN);
    }

    /** The queue whose suspect is invited. */
    String queue() {
        return queue.orElseThrow();
    }

    private boolean passed(Duration length) {
        return ticker.since(since).compareTo(length) >= 0;
    }

    private void enter(State next) {
        state = next;
        since = ticker.nanos();
    }
}
