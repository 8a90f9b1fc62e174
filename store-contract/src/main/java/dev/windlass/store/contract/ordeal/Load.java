package dev.windlass.store.contract.ordeal;

import dev.windlass.task.Task;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * What there is to do, the same for each seed: every job lasts 0 to 40 ms, every third has two children, every tenth waits for up
 * to two seconds before it may start.
 *
 * @param firstKey where the keys of this load begin; loads of several processes share none
 * @param roots jobs that are enqueued from outside
 * @param longEvery one in so many lasts a second, 0 for none: such jobs run on while their process is paused
 */
public record Load(long seed, int firstKey, int roots, int longEvery) {
    public static final Task<Work, Done> WORK = Task.named("work", Work.class, Done.class);

    /** The key of a child: only jobs from outside are told apart by keys. */
    static final int CHILD = -1;

    private static final int MOST_MILLIS = 40;
    private static final int LONG_MILLIS = 1_000;
    private static final int PARENT_EVERY = 3;
    private static final int CHILDREN = 2;
    private static final int DELAYED_EVERY = 10;
    private static final int MOST_DELAY_MILLIS = 2_000;

    /** A job to do. */
    public record Work(int key, int millis, int children) {}

    /** What a run says of itself: under which fence it ran, and which children it made. */
    public record Done(long fence, List<String> children) {}

    /** The load of one process alone. */
    public static Load alone(long seed, int roots, int longEvery) {
        return new Load(seed, 0, roots, longEvery);
    }

    Work work(int key) {
        var isLong = longEvery > 0 && key % longEvery == longEvery - 1;
        return new Work(key, isLong ? LONG_MILLIS : millis(key), key % PARENT_EVERY == 0 ? CHILDREN : 0);
    }

    Work child(Work parent, int number) {
        return new Work(CHILD, millis(parent.key() * 31 + number), 0);
    }

    Duration delay(int key) {
        return key % DELAYED_EVERY == 1 ? Duration.ofMillis(chance(key).nextInt(MOST_DELAY_MILLIS)) : Duration.ZERO;
    }

    private int millis(int key) {
        return chance(key).nextInt(MOST_MILLIS + 1);
    }

    private Random chance(int key) {
        return new Random(seed * 1_000_003 + key);
    }

    /** Jobs in all, children counted. */
    public int jobs() {
        return roots + (roots + PARENT_EVERY - 1) / PARENT_EVERY * CHILDREN;
    }
}
