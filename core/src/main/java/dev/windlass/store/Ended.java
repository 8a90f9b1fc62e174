package dev.windlass.store;

import dev.windlass.task.Outcome;
import java.time.Duration;
import java.util.Optional;

/**
 * How an attempt ended, for the job's history.
 *
 * @param span when it ran, measured by the holder's monotonic time; empty where the task was never called
 * @param error what was thrown
 */
public record Ended(Outcome outcome, Optional<Span> span, Optional<String> error) {
    /** Longest error that is kept, in characters. */
    public static final int MOST_ERROR = 4_000;

    public Ended {
        error = error.map(text -> Texts.cut(text, MOST_ERROR));
    }

    /** An end without a span or an error. */
    public static Ended of(Outcome outcome) {
        return new Ended(outcome, Optional.empty(), Optional.empty());
    }

    /**
     * When an attempt ran, relative to its claim: holders know no wall time.
     *
     * @param before from the claim's answer to the call of the task
     * @param ran from there to its return
     */
    public record Span(Duration before, Duration ran) {}
}
