package dev.windlass.task;

import java.time.Duration;

/**
 * A unique key: while a job of the same task holds it, a second one is answered by the first and not accepted itself.
 *
 * <p>Immutable; each wither gives a copy.
 *
 * @param lasting how long the key is held, from the accept on, where the scope is {@link Scope#FOR_TIME}; zero otherwise
 */
public record Unique(String key, Scope scope, Duration lasting, Action action) {
    /** Longest key, in characters. */
    public static final int MOST_KEY = 200;

    /** How long a job holds its key. */
    public enum Scope {
        /**
         * Until its first attempt was claimed: at most one waits, while another may run. No worker claims it before it has a free slot
         * for it. One that goes back without having started holds its key again, unless another job took it in between; then both run.
         */
        UNTIL_STARTED(0),
        /** Until it succeeded, was cancelled or is dead. */
        UNTIL_FINISHED(1),
        /** For a time from its accept on, whatever becomes of it. */
        FOR_TIME(2);

        private final int code;

        Scope(int code) {
            this.code = code;
        }

        /** The number under which stores keep this scope. */
        public int code() {
            return code;
        }
    }

    /** What becomes of the first job when a second one asks for its key. Either way the second is answered by the first. */
    public enum Action {
        /** Nothing. */
        REJECT,
        /** It takes over payload, lane and due time of the second, as long as it waits. */
        REPLACE,
        /** It comes due when the second would have, if that is earlier, as long as it is SCHEDULED. */
        MOVE_EARLIER
    }

    public Unique {
        Given.to("a unique key", "text", key);
        Given.to("a unique key", "a scope", scope);
        Given.to("a unique key", "a length", lasting);
        Given.to("a unique key", "an action", action);
        if (key.isBlank() || key.length() > MOST_KEY) {
            throw new IllegalArgumentException("a unique key has " + key.length() + " characters, it must have 1 to "
                    + MOST_KEY + " and not be blank; take a digest of what is longer");
        }
        if ((scope == Scope.FOR_TIME) == lasting.isZero() || lasting.isNegative()) {
            throw new IllegalArgumentException("the unique key " + OneLine.quoted(key) + " of scope " + scope
                    + " is held for " + DelayText.words(lasting)
                    + "; a key that is held for a time needs one above zero, and no other has one");
        }
        if (lasting.compareTo(Due.After.LONGEST) > 0) {
            throw new IllegalArgumentException("the unique key " + OneLine.quoted(key) + " is held for "
                    + DelayText.words(lasting) + ", the longest is " + DelayText.words(Due.After.LONGEST)
                    + "; was another unit of time meant?");
        }
    }

    /** A key that is held until the job has ended, and rejects a second one. */
    public static Unique key(String key) {
        return new Unique(key, Scope.UNTIL_FINISHED, Duration.ZERO, Action.REJECT);
    }

    public Unique untilStarted() {
        return new Unique(key, Scope.UNTIL_STARTED, Duration.ZERO, action);
    }

    public Unique lasting(Duration length) {
        return new Unique(key, Scope.FOR_TIME, length, action);
    }

    public Unique replacing() {
        return new Unique(key, scope, lasting, Action.REPLACE);
    }

    public Unique movingEarlier() {
        return new Unique(key, scope, lasting, Action.MOVE_EARLIER);
    }
}
