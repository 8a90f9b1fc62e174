package dev.windlass.task;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A named line of jobs with its own rules. Immutable; each wither gives a copy.
 *
 * @param retry what follows a failure
 * @param keep how long succeeded and cancelled jobs are kept, with their results
 * @param keepDead how long dead letters are kept
 * @param bounds what the store keeps it to, over all workers
 * @param serving how its lanes share what is claimed
 * @param timeout how long an attempt may run, where its job does not say
 */
public record Queue(
        String name,
        Retry retry,
        Duration keep,
        Duration keepDead,
        QueueBounds bounds,
        Serving serving,
        Optional<Duration> timeout) {
    /** The queue of jobs that name none. It needs no declaration. */
    public static final String DEFAULT_NAME = "default";

    /** How long jobs that succeeded are kept unless the queue says otherwise. */
    public static final Duration DEFAULT_KEEP = Duration.ofDays(7);

    /** How long dead letters are kept unless the queue says otherwise. */
    public static final Duration DEFAULT_KEEP_DEAD = Duration.ofDays(90);

    /** The shortest keep: after this long, repeats of an ambiguous accept or finish are no longer recognized. */
    public static final Duration SHORTEST_KEEP = Duration.ofHours(1);

    private static final Pattern NAME = Pattern.compile("[a-z0-9._-]{1,100}");

    public Queue {
        Given.to("a queue", "a retry policy", retry);
        Given.to("a queue", "a time of keeping", keep);
        Given.to("a queue", "a time of keeping dead jobs", keepDead);
        Given.to("a queue", "bounds", bounds);
        Given.to("a queue", "a way of serving its lanes", serving);
        requireName(name);
        checkKeep(name, keep);
        checkKeep(name, keepDead);
        timeout.ifPresent(Terms::requireTimeout);
    }

    /** A queue with default rules. */
    public static Queue named(String name) {
        return new Queue(
                name,
                Retry.standard(),
                DEFAULT_KEEP,
                DEFAULT_KEEP_DEAD,
                QueueBounds.NONE,
                Serving.WEIGHTED,
                Optional.empty());
    }

    /** Says in one sentence what is wrong with a queue's name. */
    public static void requireName(String name) {
        if (!NAME.matcher(Given.to("a queue", "a name", name)).matches()) {
            throw new IllegalArgumentException("queue name " + OneLine.quoted(name) + " must match " + NAME.pattern()
                    + "; use lower-case letters, digits, dot, underscore and hyphen");
        }
    }

    private static void checkKeep(String name, Duration keep) {
        if (keep.compareTo(SHORTEST_KEEP) < 0) {
            throw new IllegalArgumentException(
                    "queue " + name + " keeps ended jobs for " + DelayText.words(keep) + ", the shortest is "
                            + DelayText.words(SHORTEST_KEEP) + ": repeats of a lost answer are recognized that long");
        }
        if (keep.compareTo(Due.After.LONGEST) > 0) {
            throw new IllegalArgumentException("queue " + name + " keeps ended jobs for " + DelayText.words(keep)
                    + ", the longest is " + DelayText.words(Due.After.LONGEST) + "; was another unit of time meant?");
        }
    }

    public Queue retry(Retry policy) {
        return new Queue(name, policy, keep, keepDead, bounds, serving, timeout);
    }

    public Queue keep(Duration length) {
        return new Queue(name, retry, length, keepDead, bounds, serving, timeout);
    }

    /** Keeps jobs that succeeded or were cancelled for a length with a name. */
    public Queue retention(Retention length) {
        return keep(Given.to("retention", "a length", length).length());
    }

    public Queue keepDead(Duration length) {
        return new Queue(name, retry, keep, length, bounds, serving, timeout);
    }

    /** Starts at most so many jobs in each period, over all workers; that many may follow each other at once. */
    public Queue rate(int count, Duration per) {
        return rate(Rate.of(count, per));
    }

    public Queue rate(Rate rate) {
        return bounds(bounds.withRate(Given.to("a queue", "a rate", rate)));
    }

    /** After a quiet time, at most so many starts at once; for a queue with a rate. */
    public Queue burst(int starts) {
        var rate = bounds.rate()
                .orElseThrow(() -> new IllegalArgumentException(
                        "queue " + name + " has a burst of " + starts + " and no rate; say rate(...) first"));
        return rate(rate.withBurst(starts));
    }

    /** Runs at most so many jobs at the same time, over all workers. */
    public Queue concurrency(int jobs) {
        return bounds(bounds.withConcurrency(jobs));
    }

    /**
     * Holds at most so many jobs that have not ended; an enqueue beyond them throws {@link QueueFullException}. Children of a
     * running job, revived jobs and those that were accepted before are not refused, and count.
     */
    public Queue depth(long jobs) {
        return bounds(bounds.withDepth(jobs));
    }

    /** Holds at most so many bytes of payloads of jobs that have not ended. Otherwise as {@link #depth}. */
    public Queue bytes(long most) {
        return bounds(bounds.withBytes(most));
    }

    public Queue bounds(QueueBounds other) {
        return new Queue(name, retry, keep, keepDead, other, serving, timeout);
    }

    /** Serves its lanes strictly by urgency. A lane can starve then; unless asked for, they share 8 to 4 to 2 to 1. */
    public Queue strict() {
        return new Queue(name, retry, keep, keepDead, bounds, Serving.STRICT, timeout);
    }

    /** How long an attempt may run, where its job does not say. It is asked to end then, and interrupted a little later. */
    public Queue timeout(Duration length) {
        return new Queue(
                name, retry, keep, keepDead, bounds, serving, Optional.of(Given.to("a timeout", "a length", length)));
    }

    /**
     * Whether a claim of this queue's jobs is their start, so that no worker takes them before it has a free slot: a start that is
     * counted or allowed by urgency must not lie in front of a busy slot.
     */
    public boolean startsWhenClaimed() {
        return bounds.rate().isPresent() || bounds.concurrency().isPresent() || serving == Serving.STRICT;
    }
}
