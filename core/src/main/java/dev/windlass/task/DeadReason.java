package dev.windlass.task;

import java.util.Arrays;

/** Why a job is {@link JobState#DEAD}. The codes continue those of {@link Outcome} and are never reused. */
public enum DeadReason {
    /** The performer said that no retry can help. */
    FATAL(3),
    /** Its time had passed before it could start. */
    EXPIRED(10),
    /** The payload does not fit what the task expects. */
    UNREADABLE(11),
    /** The payload is not what was stored: its checksum differs. It was never run. */
    CORRUPT(12),
    /** The retry policy grants no further attempt. */
    EXHAUSTED(13),
    /** It took its worker down again and again, even when it ran alone. */
    QUARANTINED(14),
    /** A job that it depends on failed. */
    PREDECESSOR(15);

    private final int code;

    DeadReason(int code) {
        this.code = code;
    }

    /** The number under which stores keep this reason. */
    public int code() {
        return code;
    }

    /** The reason that {@link #code()} gave. */
    public static DeadReason of(int code) {
        return Arrays.stream(values())
                .filter(reason -> reason.code == code)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no dead reason has the code " + code));
    }
}
