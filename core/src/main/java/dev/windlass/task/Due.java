package dev.windlass.task;

import java.time.Duration;
import java.time.Instant;

/**
 * When a job may start. The store resolves it by its own clock at the moment of the accept: a caller whose clock is wrong can ask
 * for the wrong instant but never for a wrong delay.
 */
public sealed interface Due {
    /** At once. */
    Due NOW = new After(Duration.ZERO);

    /** After a wait, which cannot be negative. */
    static Due in(Duration delay) {
        return Given.to("a delay", "a length", delay).isZero() ? NOW : new After(delay);
    }

    /** At an instant; a past one means now. */
    static Due at(Instant instant) {
        return new At(Given.to("a due time", "an instant", instant));
    }

    /** The instant this means when the store's clock shows {@code now}; never before {@code now}. */
    Instant from(Instant now);

    /** A wait from the accept on. */
    record After(Duration delay) implements Due {
        /** The longest wait that is accepted, 1,000 years: longer ones are mistakes of unit. */
        public static final Duration LONGEST = Duration.ofDays(365_250);

        public After {
            if (delay.isNegative()) {
                throw new IllegalArgumentException(
                        "a delay cannot be negative, this one is " + DelayText.words(delay) + "; use \"now\"");
            }
            if (delay.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("a delay of " + DelayText.words(delay) + " is over the limit of "
                        + DelayText.words(LONGEST) + "; was another unit of time meant?");
            }
        }

        @Override
        public Instant from(Instant now) {
            return now.plus(delay);
        }
    }

    /** An instant of the store's clock. */
    record At(Instant instant) implements Due {
        /** The latest instant that is accepted: what all stores can keep. */
        public static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

        public At {
            if (instant.isAfter(LATEST)) {
                throw new IllegalArgumentException(
                        "due time " + instant + " is after the latest that is accepted, " + LATEST);
            }
        }

        @Override
        public Instant from(Instant now) {
            return instant.isBefore(now) ? now : instant;
        }
    }
}
