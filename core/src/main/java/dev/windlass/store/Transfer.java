package dev.windlass.store;

import dev.windlass.task.Content;
import dev.windlass.task.DeadReason;
import dev.windlass.task.Due;
import dev.windlass.task.JobState;
import dev.windlass.task.LimitKey;
import dev.windlass.task.Outcome;
import dev.windlass.task.Terms;
import dev.windlass.task.Unique;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A whole job on its way from one store to another: what was accepted, and what has become of it. Parts of its payload go before it.
 *
 * @param job as it would be accepted anew; the due time of one that is SCHEDULED is the instant at which it is
 */
public record Transfer(NewJob job, Past past, Beside beside) {
    public Transfer {
        if (!job.terms().limits().containsAll(beside.places())) {
            throw new IllegalArgumentException("a job with the limits "
                    + job.terms().limits() + " has no place in the lines of " + beside.places());
        }
        if (beside.cancelled().isPresent() && past.state() != JobState.RUNNING) {
            throw new IllegalArgumentException("a cancel waits for a job that runs, and this one is " + past.state());
        }
    }

    /**
     * What a job has beside what has become of it.
     *
     * @param key its unique key, while it holds it
     * @param places limits in whose lines it keeps its place while it is SCHEDULED: sequences in which nobody passes it
     * @param cancelled set while it runs on although it was cancelled: how long it is to be kept then
     * @param log the lines that are kept, the oldest first
     */
    public record Beside(
            Optional<Key> key,
            List<LimitKey> places,
            Optional<Duration> cancelled,
            Optional<Progress> progress,
            List<LogLine> log) {
        /** Nothing. */
        public static final Beside NOTHING =
                new Beside(Optional.empty(), List.of(), Optional.empty(), Optional.empty(), List.of());

        public Beside {
            places = List.copyOf(places);
            log = List.copyOf(log);
            requireLog(log);
            key.flatMap(Key::until).ifPresent(Past::requireTime);
            cancelled.ifPresent(Beside::requireKeep);
        }

        private static void requireLog(List<LogLine> log) {
            if (log.size() > Note.MOST_LINES) {
                throw new IllegalArgumentException(
                        "a job has " + log.size() + " log lines, the limit is " + Note.MOST_LINES);
            }
            log.stream().map(LogLine::at).forEach(Past::requireTime);
        }

        private static void requireKeep(Duration keep) {
            if (keep.isNegative() || keep.compareTo(Due.After.LONGEST) > 0) {
                throw new IllegalArgumentException("a cancelled job is kept for " + keep
                        + ", it must not be negative and at most " + Due.After.LONGEST);
            }
        }
    }

    /**
     * A unique key that is held.
     *
     * @param until when it ends, where it is held for a time; the job gives back any other
     */
    public record Key(Optional<Instant> until) {}

    /**
     * What has become of a job.
     *
     * @param since when it came into its state
     * @param suspect whether it must run alone
     * @param first when its first attempt was claimed, from which its age counts
     * @param keepUntil until when a job that has ended is kept
     * @param attempts those that are kept, the oldest first
     */
    public record Past(
            Instant accepted,
            JobState state,
            Instant since,
            long fence,
            Tally tally,
            boolean suspect,
            Optional<Instant> first,
            Optional<DeadReason> reason,
            Optional<Instant> keepUntil,
            Optional<Content> checkpoint,
            Optional<Content> result,
            List<Attempt> attempts) {
        /** A generation is no later than this second, in the year 2100: whatever is above was made up, and would leave no room for others. */
        public static final long LATEST_GENERATION = 4_102_444_800L;

        public Past {
            attempts = List.copyOf(attempts);
            requireTime(accepted);
            requireTime(since);
            first.ifPresent(Past::requireTime);
            keepUntil.ifPresent(Past::requireTime);
            requireState(state, reason, keepUntil);
            requireFences(fence, attempts);
            if (result.isPresent() && attempts.stream().noneMatch(attempt -> attempt.outcome() == Outcome.SUCCEEDED)) {
                throw new IllegalArgumentException("a result without an attempt that SUCCEEDED is nobody's");
            }
        }

        private Past cancelled(Duration keep) {
            return new Past(
                    accepted,
                    JobState.CANCELLED,
                    since,
                    fence,
                    tally,
                    false,
                    first,
                    reason,
                    Optional.of(since.plus(keep)),
                    checkpoint,
                    result,
                    attempts);
        }

        private static void requireTime(Instant time) {
            if (time.isBefore(Instant.EPOCH) || time.isAfter(Due.At.LATEST)) {
                throw new IllegalArgumentException("the time " + time + " is not between 1970 and " + Due.At.LATEST);
            }
        }

        private static void requireState(JobState state, Optional<DeadReason> reason, Optional<Instant> keepUntil) {
            if ((state == JobState.DEAD) != reason.isPresent()) {
                throw new IllegalArgumentException("a job that is " + state + " has the reason " + reason
                        + "; a DEAD one has a reason, and no other");
            }
            if (state.ended() != keepUntil.isPresent()) {
                throw new IllegalArgumentException("a job that is " + state + " is kept until " + keepUntil
                        + "; one that has ended is kept for a time, and no other");
            }
        }

        private static void requireFences(long fence, List<Attempt> attempts) {
            if (fence < 0 || Fence.generation(fence) > LATEST_GENERATION) {
                throw new IllegalArgumentException("fence " + fence + " was given by no store");
            }
            if (attempts.size() > JobStore.MOST_ATTEMPTS) {
                throw new IllegalArgumentException(
                        "a job has " + attempts.size() + " attempts, the limit is " + JobStore.MOST_ATTEMPTS);
            }
            var highest = attempts.stream().mapToLong(Attempt::fence).max().orElse(0);
            if (highest > fence
                    || attempts.stream().map(Attempt::fence).distinct().count() < attempts.size()) {
                throw new IllegalArgumentException(
                        "an attempt under fence " + highest + " does not fit a job whose last fence is " + fence);
            }
            attempts.stream().map(Attempt::ended).forEach(Past::requireTime);
            attempts.stream().flatMap(attempt -> attempt.started().stream()).forEach(Past::requireTime);
        }
    }

    /** What it is once its holder's store is out of reach: a job that ran on although it was cancelled is CANCELLED. */
    public Transfer orphaned() {
        return beside.cancelled()
                .map(keep -> new Transfer(
                        job,
                        past.cancelled(keep),
                        new Beside(beside.key(), beside.places(), Optional.empty(), beside.progress(), beside.log())))
                .orElse(this);
    }

    /**
     * The job as a store that did not know it accepts it, at its time {@code now}. One that has ended takes no key and no permit from
     * those that have not; it keeps its terms all the same, for the day somebody revives it. One that has not ended asks for its key
     * only if it held it, and changes no job that holds it here.
     */
    public NewJob arriving(Instant now) {
        return switch (past.state()) {
            case SCHEDULED -> job.withTerms(asking(now));
            case READY, RUNNING, WAITING -> dueNow(asking(now));
            case SUCCEEDED, CANCELLED, DEAD -> dueNow(with(Optional.empty(), List.of()));
        };
    }

    /** Until when a key that is held for a time is to be held; empty where there is none, or its time is over. */
    public Optional<Instant> keyUntil(Instant now) {
        return beside.key().flatMap(Key::until).filter(now::isBefore);
    }

    private NewJob dueNow(Terms terms) {
        return new NewJob(job.id(), job.task(), job.queue(), job.lane(), Due.NOW, job.payload(), job.parent(), terms);
    }

    private Terms asking(Instant now) {
        var held = beside.key()
                .filter(key -> key.until().isEmpty() || keyUntil(now).isPresent());
        var asked = held.flatMap(key -> job.terms().unique())
                .map(unique -> new Unique(unique.key(), unique.scope(), unique.lasting(), Unique.Action.REJECT));
        return with(asked, job.terms().limits());
    }

    private Terms with(Optional<Unique> unique, List<LimitKey> limits) {
        var terms = job.terms();
        return new Terms(unique, limits, terms.headers(), terms.tags(), terms.timeout(), terms.expires());
    }

    /** Bytes that this counts against a batch's limit. */
    public long weight() {
        return job.weight()
                + past.checkpoint().map(Content::size).orElse(0)
                + past.result().map(Content::size).orElse(0)
                + past.attempts().stream()
                        .mapToLong(attempt ->
                                100L + attempt.error().map(String::length).orElse(0))
                        .sum()
                + beside.log().stream()
                        .mapToLong(line -> 50L + line.text().length())
                        .sum();
    }
}
