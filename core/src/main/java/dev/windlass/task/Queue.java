package dev.windlass.task;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * A named line of jobs with its own rules. Immutable; each wither gives a copy.
 *
 * @param retry what follows a failure
 * @param keep how long succeeded and cancelled jobs are kept, with their results
 * @param keepDead how long dead letters are kept
 */
public record Queue(String name, Retry retry, Duration keep, Duration keepDead) {
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
        requireNonNull(retry, "the retry policy is null; use Retry.none()");
        requireNonNull(keep, "keep is null");
        requireNonNull(keepDead, "keepDead is null");
        requireName(name);
        checkKeep(name, keep);
        checkKeep(name, keepDead);
    }

    /** A queue with default rules. */
    public static Queue named(String name) {
        return new Queue(name, Retry.standard(), DEFAULT_KEEP, DEFAULT_KEEP_DEAD);
    }

    /** Says in one sentence what is wrong with a queue's name. */
    public static void requireName(String name) {
        if (!NAME.matcher(requireNonNull(name, "the queue's name is null")).matches()) {
            throw new IllegalArgumentException("queue name \"" + name + "\" must match " + NAME.pattern()
                    + "; use lower-case letters, digits, dot, underscore and hyphen");
        }
    }

    private static void checkKeep(String name, Duration keep) {
        if (keep.compareTo(SHORTEST_KEEP) < 0) {
            throw new IllegalArgumentException("queue " + name + " keeps ended jobs for " + keep + ", the shortest is "
                    + SHORTEST_KEEP + ": repeats of a lost answer are recognized that long");
        }
        if (keep.compareTo(Due.After.LONGEST) > 0) {
            throw new IllegalArgumentException("queue " + name + " keeps ended jobs for " + keep + ", the longest is "
                    + Due.After.LONGEST + "; was another unit of time meant?");
        }
    }

    public Queue retry(Retry policy) {
        return new Queue(name, policy, keep, keepDead);
    }

    public Queue keep(Duration length) {
        return new Queue(name, retry, length, keepDead);
    }

    public Queue keepDead(Duration length) {
        return new Queue(name, retry, keep, length);
    }
}
