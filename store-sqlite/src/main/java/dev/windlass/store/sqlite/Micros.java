package dev.windlass.store.sqlite;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as this store keeps them: microseconds since 1970, enough for 290,000 years. */
final class Micros {
    private static final long PER_SECOND = 1_000_000;
    private static final int NANOS_PER_MICRO = 1_000;

    private Micros() {}

    /** The microsecond in which the instant lies. For times that have passed. */
    static long floor(Instant instant) {
        return Math.addExact(
                Math.multiplyExact(instant.getEpochSecond(), PER_SECOND), instant.getNano() / NANOS_PER_MICRO);
    }

    /** The first microsecond that is not before the instant. For times to wait for: a job never starts early. */
    static long ceil(Instant instant) {
        var floor = floor(instant);
        return instant(floor).isBefore(instant) ? floor + 1 : floor;
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    static Duration duration(long micros) {
        return Duration.of(micros, ChronoUnit.MICROS);
    }

    /** Rounded up, like {@link #ceil}. */
    static long of(Duration duration) {
        return Math.addExact(
                Math.multiplyExact(duration.getSeconds(), PER_SECOND),
                Math.floorDiv(duration.getNano() + NANOS_PER_MICRO - 1, NANOS_PER_MICRO));
    }
}
