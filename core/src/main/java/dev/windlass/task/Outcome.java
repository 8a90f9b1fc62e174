package dev.windlass.task;

import java.util.Arrays;

/** How an attempt ended. The codes are kept in stores for years: they are never reused. */
public enum Outcome {
    SUCCEEDED(1),
    /** The performer threw; the retry policy decides what follows. */
    FAILED(2),
    /** The performer said that no retry can help. */
    FATAL(3),
    /** The performer asked to run again later; uses up no attempt. */
    SNOOZED(4),
    /** A slice was committed and the next one follows. */
    SLICED(5),
    /** The worker gave the lease back, as it does when it stops; uses up no attempt. */
    RELEASED(6),
    /** The holder vanished; uses up no attempt. */
    LOST(7),
    /** The attempt ran longer than it may; counts like a failure. */
    TIMED_OUT(8),
    CANCELLED(9);

    private final int code;

    Outcome(int code) {
        this.code = code;
    }

    /** The number under which stores keep this outcome. */
    public int code() {
        return code;
    }

    /** Whether this end uses up one of the attempts that the retry policy grants. */
    public boolean usesAttempt() {
        return this == FAILED || this == TIMED_OUT || this == FATAL;
    }

    /** The outcome that {@link #code()} gave. */
    public static Outcome of(int code) {
        return Arrays.stream(values())
                .filter(outcome -> outcome.code == code)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no outcome has the code " + code));
    }
}
