package dev.windlass.store.contract;

import dev.windlass.store.Ended;
import dev.windlass.store.Then;
import dev.windlass.task.Content;
import dev.windlass.task.DeadReason;
import dev.windlass.task.Outcome;
import java.time.Duration;
import java.util.Optional;

/** The ends of an attempt that tests need again and again. All but {@link #giveBack} had called the task. */
final class Ends {
    static final Duration KEEP = Duration.ofDays(1);
    static final Ended.Span SPAN = new Ended.Span(Duration.ofMillis(20), Duration.ofMillis(100));
    static final Content RESULT = Content.json("\"done\"");
    static final String ERROR = "java.io.IOException: no route";

    private Ends() {}

    static Then succeed() {
        return succeed(RESULT);
    }

    static Then succeed(Content result) {
        return new Then.Succeed(ran(Outcome.SUCCEEDED), result, KEEP);
    }

    static Then fail(Duration delay) {
        return new Then.Later(failed(Outcome.FAILED), delay);
    }

    static Then timeOut(Duration delay) {
        return new Then.Later(failed(Outcome.TIMED_OUT), delay);
    }

    static Then snooze(Duration delay) {
        return new Then.Later(ran(Outcome.SNOOZED), delay);
    }

    static Then slice() {
        return new Then.Again(ran(Outcome.SLICED));
    }

    static Then exhaust() {
        return new Then.Die(failed(Outcome.FAILED), DeadReason.EXHAUSTED, KEEP);
    }

    static Then cancel() {
        return new Then.Cancel(ran(Outcome.CANCELLED), KEEP);
    }

    /** The task had been called and was interrupted. */
    static Then release() {
        return new Then.Release(ran(Outcome.RELEASED));
    }

    /** The lease is given back before the task was called. */
    static Then giveBack() {
        return new Then.Release(Ended.of(Outcome.RELEASED));
    }

    /** The holder cannot perform the job. */
    static Then park() {
        return new Then.Park(Ended.of(Outcome.RELEASED));
    }

    static Ended ran(Outcome outcome) {
        return new Ended(outcome, Optional.of(SPAN), Optional.empty());
    }

    static Ended failed(Outcome outcome) {
        return new Ended(outcome, Optional.of(SPAN), Optional.of(ERROR));
    }
}
