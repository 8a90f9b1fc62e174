package dev.windlass.store;

import dev.windlass.task.Content;
import dev.windlass.task.DeadReason;
import dev.windlass.task.Due;
import dev.windlass.task.JobState;
import dev.windlass.task.LimitKey;
import dev.windlass.task.Outcome;
import dev.windlass.task.Terms;
import dev.windlass.task.Unique;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A whole job on its way from one store to another: what was accepted, and what has become of it. Progress and log lines stay behind.
 *
 * @param job as it would be accepted anew; the due time of one that is SCHEDULED is the instant at which it is
 */
public record Transfer(NewJob job, Past past) {
    public Transfer {
        if (!job.terms().limits().containsAll(past.places())) {
            throw new IllegalArgumentException(
                    "a job with the limits " + job.terms().limits() + " has no place in the lines of " + past.places());
        }
    }

    /**
     * What has become of a job.
     *
     * @param since when it came into its state
     * @param suspect whether it must run alone
     * @param first when its first attempt was claimed, from which its age counts
     * @param keepUntil until when a job that has ended is kept
     * @param attempts those that are kept, the oldest first
     * @param places limits in whose lines it keeps its place while it is SCHEDULED: sequences in which nobody passes it
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
            List<Attempt> attempts,
            List<LimitKey> places) {
        /** A generation is no later than this second, in the year 2100: whatever is above was made up, and would leave no room for others. */
        public static final long LATEST_GENERATION = 4_102_444_800L;

        public Past {
            attempts = List.copyOf(attempts);
            places = List.copyOf(places);
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

    /**
     * The job as a store that did not know it accepts it. One that has ended takes no key and no permit from those that have not; it
     * keeps its terms all the same, for the day somebody revives it. One that has not ended changes no job that holds its key here.
     */
    public NewJob arriving() {
        return switch (past.state()) {
            case SCHEDULED -> job.withTerms(rejecting(job.terms()));
            case READY, RUNNING, WAITING -> dueNow(rejecting(job.terms()));
            case SUCCEEDED, CANCELLED, DEAD -> dueNow(withoutHold(job.terms()));
        };
    }

    private NewJob dueNow(Terms terms) {
        return new NewJob(job.id(), job.task(), job.queue(), job.lane(), Due.NOW, job.payload(), job.parent(), terms);
    }

    private static Terms rejecting(Terms terms) {
        return terms.unique()
                .map(held ->
                        terms.withUnique(new Unique(held.key(), held.scope(), held.lasting(), Unique.Action.REJECT)))
                .orElse(terms);
    }

    private static Terms withoutHold(Terms terms) {
        return new Terms(Optional.empty(), List.of(), terms.headers(), terms.tags(), terms.timeout(), terms.expires());
    }

    /** Bytes that this counts against a batch's limit. */
    public long weight() {
        return job.weight()
                + past.checkpoint().map(Content::size).orElse(0)
                + past.result().map(Content::size).orElse(0)
                + past.attempts().stream()
                        .mapToLong(attempt ->
                                100L + attempt.error().map(String::length).orElse(0))
                        .sum();
    }
}
