package dev.windlass.store;

import dev.windlass.task.Content;
import dev.windlass.task.Queue;
import dev.windlass.task.QueueBounds.Bound;
import dev.windlass.task.QueueFullException;
import dev.windlass.task.QueueFullException.Refusal;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What stands in a queue and has not ended.
 *
 * @param bytes of their payloads
 */
public record Depth(long jobs, long bytes) {
    public static final Depth NONE = new Depth(0, 0);

    /** When a queue without a rate may have room again: nobody knows. */
    private static final Duration SOON = Duration.ofSeconds(1);

    /** Longest time that a refused caller is told to wait. */
    private static final Duration LATEST = Duration.ofMinutes(1);

    /** One job with its payload. */
    public static Depth of(NewJob job) {
        return new Depth(1, bytes(job.payload()));
    }

    /** What a payload counts: all its parts, where it is in parts. */
    public static long bytes(Content payload) {
        return PartList.in(payload).map(PartList::bytes).orElse((long) payload.size());
    }

    public Depth plus(Depth more) {
        return new Depth(jobs + more.jobs, bytes + more.bytes);
    }

    public Depth minus(Depth less) {
        return new Depth(jobs - less.jobs, bytes - less.bytes);
    }

    /** Why a queue that holds this much refuses so much more, if it does. */
    public Optional<QueueFullException> refuses(Queue rules, Depth more) {
        var bounds = rules.bounds();
        return over(bounds.depth(), jobs, more.jobs)
                .map(most -> refusal(rules, new Over(Bound.DEPTH, most, jobs, more.jobs)))
                .or(() -> over(bounds.bytes(), bytes, more.bytes)
                        .map(most -> refusal(rules, new Over(Bound.BYTES, most, bytes, more.bytes))));
    }

    private static Optional<Long> over(OptionalLong bound, long stands, long coming) {
        return bound.isPresent() && stands + coming > bound.getAsLong()
                ? Optional.of(bound.getAsLong())
                : Optional.empty();
    }

    private record Over(Bound bound, long most, long stands, long coming) {}

    private static QueueFullException refusal(Queue rules, Over over) {
        return new QueueFullException(new Refusal(
                rules.name(), over.bound(), over.most(), over.stands(), over.coming(), retryAfter(rules, over)));
    }

    private static Duration retryAfter(Queue rules, Over over) {
        if (over.bound() == Bound.BYTES) {
            return SOON;
        }
        var excess = over.stands() + over.coming() - over.most();
        var wait = rules.bounds().rate().map(rate -> rate.timeFor(excess)).orElse(SOON);
        return wait.compareTo(SOON) < 0 ? SOON : wait.compareTo(LATEST) > 0 ? LATEST : wait;
    }
}
