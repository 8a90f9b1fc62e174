package dev.windlass.store;

import java.util.Arrays;

/** What a WAITING job waits for. The codes are kept in stores: they are never reused. */
public enum WaitReason {
    /** A permit of one of its limits. */
    KEY(1),
    /** A start that its rate limit allows. */
    RATE(2),
    /** A job that has to come first. */
    PREDECESSOR(3),
    /** Something that somebody has to send. */
    MESSAGE(4),
    /** A worker that knows its task. */
    NO_TASK(5),
    /** Somebody who lets it go on. */
    PAUSED(6);

    private final int code;

    WaitReason(int code) {
        this.code = code;
    }

    /** The number under which stores keep this reason. */
    public int code() {
        return code;
    }

    /** The reason that {@link #code()} gave. */
    public static WaitReason of(int code) {
        return Arrays.stream(values())
                .filter(reason -> reason.code == code)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no reason to wait has the code " + code));
    }
}
