package dev.windlass.task;

import java.time.Duration;

/** Thrown by a performer to run again after a wait, without using up an attempt: a snooze. */
public class RetryLater extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Duration delay;

    public RetryLater(Duration delay) {
        this(delay, "asked to run again in " + DelayText.format(delay));
    }

    public RetryLater(Duration delay, String message) {
        super(message);
        this.delay = new Due.After(delay).delay();
    }

    /** How long to wait. */
    public Duration delay() {
        return delay;
    }
}
