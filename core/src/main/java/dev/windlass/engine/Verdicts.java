package dev.windlass.engine;

import dev.windlass.store.Ended;
import dev.windlass.store.Expired;
import dev.windlass.store.Lease;
import dev.windlass.store.Then;
import dev.windlass.task.Content;
import dev.windlass.task.DamagedException;
import dev.windlass.task.DeadReason;
import dev.windlass.task.DelayText;
import dev.windlass.task.FatalException;
import dev.windlass.task.Outcome;
import dev.windlass.task.Queue;
import dev.windlass.task.Retry;
import dev.windlass.task.RetryLater;
import dev.windlass.task.Secrets;
import dev.windlass.task.UnreadableException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** Decides what becomes of a job by how its attempt ended and by the rules of its queue. Safe for all threads. */
final class Verdicts {
    private static final String TERMS_DAMAGED =
            "the stored terms are damaged: they cannot be read, so nobody knows its limits; enqueue the job anew";

    /** Causes that are named, from the outermost on; a chain may be endless. */
    private static final int MOST_CAUSES = 5;

    private final Rules rules;
    private final Chance chance;
    private final int maxResult;

    Verdicts(Rules rules, Chance chance, int maxResult) {
        this.rules = rules;
        this.chance = chance;
        this.maxResult = maxResult;
    }

    Then.End succeeded(Lease lease, Content result, Ended.Span span) {
        var queue = rules.of(lease.queue());
        if (result.size() > maxResult) {
            var error = "the result of task " + lease.task() + " is " + result.size() + " bytes, the limit is "
                    + maxResult + " (max-payload); store it elsewhere and return where it is";
            return new Then.Die(ended(Outcome.FATAL, span, error), DeadReason.FATAL, queue.keepDead());
        }
        return new Then.Succeed(
                new Ended(Outcome.SUCCEEDED, Optional.of(span), Optional.empty()), result, queue.keep());
    }

    /** What an exception makes of an attempt, given what pressed it to end. */
    Then.End thrown(Lease lease, Throwable thrown, Ended.Span span, Pressure.Cause pressed) {
        return switch (pressed) {
            case NONE -> failed(lease, thrown, span);
            case STOP -> decided(thrown) ? failed(lease, thrown, span) : released(span);
            case TIMEOUT ->
                decided(thrown) ? failed(lease, thrown, span) : timedOut(lease, describe(lease, thrown), span);
            case CANCEL -> calledOff(lease, Optional.of(span));
        };
    }

    /** An attempt that does not end although it was pressed to, and was given up. */
    Then.End givenUp(Lease lease, Ended.Span span, Pressure.Cause pressed) {
        return switch (pressed) {
            case NONE, STOP -> released(span);
            case TIMEOUT -> timedOut(lease, "it did not end after an interrupt and was given up", span);
            case CANCEL -> calledOff(lease, Optional.of(span));
        };
    }

    /** Whether the performer has said in so many words what becomes of the job. Any other exception is the pressure's doing. */
    private static boolean decided(Throwable thrown) {
        return thrown instanceof FatalException || thrown instanceof RetryLater;
    }

    private static Then.End released(Ended.Span span) {
        return new Then.Release(new Ended(Outcome.RELEASED, Optional.of(span), Optional.empty()));
    }

    /** A job that was called off before this lease on it started. */
    Then.End calledOff(Lease lease) {
        return calledOff(lease, Optional.empty());
    }

    private Then.End calledOff(Lease lease, Optional<Ended.Span> span) {
        var ended = new Ended(Outcome.CANCELLED, span, Optional.empty());
        return new Then.Cancel(ended, rules.of(lease.queue()).keep());
    }

    /** Counts like a failure, and retries like one: to the policy it is a TimeoutException, whatever the task made of it. */
    private Then.End timedOut(Lease lease, String what, Ended.Span span) {
        var queue = rules.of(lease.queue());
        var limit = timeout(lease).map(DelayText::words).orElse("");
        var ended = ended(Outcome.TIMED_OUT, span, "timed out after " + limit + ": " + what);
        return retried(lease, new TimeoutException(), ended, queue);
    }

    /** How long an attempt of this job may run. */
    Optional<Duration> timeout(Lease lease) {
        return lease.terms().timeout().or(() -> rules.find(lease.queue()).flatMap(Queue::timeout));
    }

    private Then.End failed(Lease lease, Throwable thrown, Ended.Span span) {
        var queue = rules.of(lease.queue());
        if (thrown instanceof Work.Unfit unfit) {
            var error = describe(lease, unfit.reason());
            return new Then.Die(ended(Outcome.FATAL, span, error), DeadReason.UNREADABLE, queue.keepDead());
        }
        var error = describe(lease, thrown);
        if (thrown instanceof RetryLater later) {
            return new Then.Later(ended(Outcome.SNOOZED, span, error), later.delay());
        }
        if (thrown instanceof FatalException) {
            return new Then.Die(ended(Outcome.FATAL, span, error), DeadReason.FATAL, queue.keepDead());
        }
        if (isDamage(thrown)) {
            return new Then.Die(ended(Outcome.FATAL, span, error), DeadReason.CORRUPT, queue.keepDead());
        }
        return retried(lease, thrown, ended(Outcome.FAILED, span, error), queue);
    }

    /** Readers of streams wrap what these throw. */
    private static boolean isDamage(Throwable thrown) {
        var seen = Optional.of(thrown);
        for (var depth = 0; seen.isPresent() && depth < MOST_CAUSES; depth++) {
            if (seen.get() instanceof DamagedException) {
                return true;
            }
            seen = causeOf(seen.get());
        }
        return false;
    }

    /** What becomes of a job that cannot run at this worker; empty where it can. */
    Optional<Then.End> unfit(Lease lease, Membership membership) {
        var damage = lease.damage();
        if (damage.isPresent()) {
            return Optional.of(corrupt(lease, damage.get()));
        }
        return switch (lease.condition()) {
            case TERMS_DAMAGED -> Optional.of(dead(lease, DeadReason.CORRUPT, TERMS_DAMAGED));
            case EXPIRED -> Optional.of(dead(lease, DeadReason.EXPIRED, Expired.ERROR));
            case SOUND -> membership.performs(lease) ? Optional.empty() : Optional.of(parked(lease));
        };
    }

    private static Then.End parked(Lease lease) {
        var error = "no performer here for task " + lease.task() + " with payloads of version "
                + lease.payload().version() + "; it waits for a worker that has one, declare it with perform(...)";
        return new Then.Park(new Ended(Outcome.RELEASED, Optional.empty(), Optional.of(error)));
    }

    /** A damaged job is dead before it runs: nobody may act on what was never said. */
    private Then.End corrupt(Lease lease, String part) {
        var error = "the stored " + part + " is damaged: its checksum differs; enqueue the job anew";
        return dead(lease, DeadReason.CORRUPT, error);
    }

    /** Dead without a start. */
    private Then.End dead(Lease lease, DeadReason reason, String error) {
        var ended = new Ended(Outcome.FATAL, Optional.empty(), Optional.of(error));
        return new Then.Die(ended, reason, rules.of(lease.queue()).keepDead());
    }

    /** What is committed in place of an end that the store cannot digest: the attempt has failed, and the end is lost. */
    Then.End indigestible(Lease lease, Then.End end, RuntimeException thrown) {
        // Whatever the store choked on may stand in its message as well.
        var message = Secrets.masked(
                        String.valueOf(thrown.getMessage()), lease.terms().headers())
                .replaceAll("\\p{Cntrl}", "?");
        var error = "the store refused the outcome " + end.ended().outcome() + " of this attempt: " + message;
        var ended = new Ended(Outcome.FAILED, end.ended().span(), Optional.of(error));
        return retried(lease, thrown, ended, rules.of(lease.queue()));
    }

    /** An attempt whose end could not be judged has failed. It calls nothing of the task's, or it would break in the same way. */
    Then.End undecided(Lease lease, Throwable broke) {
        var error = "how this attempt ended could not be judged: "
                + broke.getClass().getName();
        var ended = new Ended(Outcome.FAILED, Optional.empty(), Optional.of(error));
        return retried(lease, broke, ended, rules.of(lease.queue()));
    }

    private Then.End retried(Lease lease, Throwable thrown, Ended ended, Queue queue) {
        var failed = new Retry.Failed(lease.tally().attempt(), lease.age(), thrown.getClass());
        var decision = queue.retry().decide(failed, chance.fraction());
        return decision instanceof Retry.Decision.Later later
                ? new Then.Later(ended, later.after())
                : new Then.Die(ended, DeadReason.EXHAUSTED, queue.keepDead());
    }

    private static Ended ended(Outcome outcome, Ended.Span span, String error) {
        return new Ended(outcome, Optional.of(span), Optional.of(error));
    }

    /** Type and message of what was thrown and of its causes, one a line: what people look for first. */
    private static String describe(Lease lease, Throwable thrown) {
        return Secrets.masked(said(thrown), lease.terms().headers());
    }

    private static String said(Throwable thrown) {
        var text = new StringBuilder(named(thrown));
        if (thrown instanceof UnreadableException) {
            // It says all in its own sentence; its cause is the parser's, with advice that our users cannot follow.
            return text.toString();
        }
        var cause = causeOf(thrown);
        for (var depth = 0; cause.isPresent() && depth < MOST_CAUSES; depth++) {
            text.append("\ncaused by ").append(named(cause.get()));
            cause = causeOf(cause.get());
        }
        return text.toString();
    }

    /** An exception is the task's own code: its words may fail as well, and not only by an exception. */
    private static String named(Throwable thrown) {
        try {
            return String.valueOf(thrown);
        } catch (Throwable unspeakable) {
            return thrown.getClass().getName() + " (its message cannot be read: "
                    + unspeakable.getClass().getName() + ")";
        }
    }

    private static Optional<Throwable> causeOf(Throwable thrown) {
        try {
            return Optional.ofNullable(thrown.getCause());
        } catch (Throwable unspeakable) {
            return Optional.empty();
        }
    }
}
