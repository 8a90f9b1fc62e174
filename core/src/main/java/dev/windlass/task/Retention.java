package dev.windlass.task;

import java.time.Duration;

/** Named times of keeping, so that a store can keep jobs together that go together. */
public enum Retention {
    /** A day: for what nobody looks at again. */
    SHORT(Duration.ofDays(1)),
    /** A week. */
    NORMAL(Duration.ofDays(7)),
    /** 90 days: for what people are asked about. */
    LONG(Duration.ofDays(90));

    private final Duration length;

    Retention(Duration length) {
        this.length = length;
    }

    public Duration length() {
        return length;
    }
}
