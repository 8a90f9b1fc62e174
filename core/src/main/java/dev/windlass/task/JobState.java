package dev.windlass.task;

import java.util.Arrays;

/** Where a job stands. A job is in exactly one state; {@code docs/states.md} is the table of arrows. */
public enum JobState {
    /** Waits for its due time: a delay, a retry or a snooze. */
    SCHEDULED(0),
    /** Stands in its lane and can be claimed. */
    READY(1),
    /** Somebody holds a lease on it. */
    RUNNING(2),
    /** Waits for something other than time. */
    WAITING(3),
    /** Its last attempt returned. */
    SUCCEEDED(4),
    /** Was called off before it could succeed. */
    CANCELLED(5),
    /** Has used its attempts or was refused; kept for people, who can revive it. */
    DEAD(6);

    private final int code;

    JobState(int code) {
        this.code = code;
    }

    /** The number under which stores keep this state. */
    public int code() {
        return code;
    }

    /** Whether the job will run no more unless somebody revives it. */
    public boolean ended() {
        return code >= SUCCEEDED.code;
    }

    /** The state that {@link #code()} gave. */
    public static JobState of(int code) {
        return Arrays.stream(values())
                .filter(state -> state.code == code)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no job state has the code " + code));
    }
}
