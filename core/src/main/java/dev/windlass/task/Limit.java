package dev.windlass.task;

import java.time.Duration;

/**
 * A declared bound on jobs that share a key: {@code Limit.named("per-shop").concurrent(3)}. A job names it together with a key,
 * {@code Options.limit(PER_SHOP, "shop-9")}, and each key is bounded for itself. Immutable.
 *
 * <p>A limit is declared where a {@code Windlass} is built; the last declaration of a name counts in the whole store, and one that
 * was made once stays known, so that jobs outlive the release that dropped it.
 */
public record Limit(String name, Bound bound) {
    /** Most jobs at a time that {@link Name#concurrent} takes. */
    public static final int MOST_CONCURRENT = 10_000;

    public Limit {
        LimitKey.requireName(name);
        Given.to("a limit", "a bound", bound);
    }

    /** What a limit allows the jobs of one key. */
    public sealed interface Bound {
        /** So many hold a permit at a time, from the grant to the end of the attempt. */
        record Concurrent(int jobs) implements Bound {
            public Concurrent {
                require("concurrent", jobs, MOST_CONCURRENT);
            }
        }

        /** One holds the permit at a time; while it waits for a retry, others pass. */
        record Mutex() implements Bound {}

        /** One after the other in the order of acceptance; nobody passes the first one, not even while it waits for a retry. */
        record Sequence() implements Bound {}

        /** So many starts, in any window of the store's time. */
        record Rated(Rate rate) implements Bound {}

        private static void require(String what, int number, int most) {
            if (number < 1 || number > most) {
                throw new IllegalArgumentException(what + " is " + number + ", it must be 1 to " + most);
            }
        }
    }

    /** A limit that still wants its bound. */
    public record Name(String name) {
        public Name {
            LimitKey.requireName(name);
        }

        /** At most so many jobs of a key at a time. */
        public Limit concurrent(int jobs) {
            return new Limit(name, new Bound.Concurrent(jobs));
        }

        /** One job of a key at a time; others pass while it backs off. */
        public Limit mutex() {
            return new Limit(name, new Bound.Mutex());
        }

        /** One job of a key after the other, strictly in the order of acceptance. */
        public Limit sequence() {
            return new Limit(name, new Bound.Sequence());
        }

        /**
         * So many starts of a key in each period, which may all come at once unless {@link Limit#burst} says otherwise; see {@link Rate}.
         * For less than one start in a second take a longer period.
         */
        public Limit rate(int starts, Duration period) {
            return new Limit(name, new Bound.Rated(Rate.of(starts, period)));
        }
    }

    /** Begins the limit of this name. */
    public static Name named(String name) {
        return new Name(name);
    }

    /** The same rate with so many starts at once after a quiet time; 1 spaces them evenly. Only a rate has a burst. */
    public Limit burst(int starts) {
        if (bound instanceof Bound.Rated rated) {
            return new Limit(name, new Bound.Rated(rated.rate().withBurst(starts)));
        }
        throw new IllegalArgumentException("limit " + name + " is no rate and has no burst; drop the burst");
    }
}
