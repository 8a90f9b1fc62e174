package dev.windlass.store.postgres.trouble;

import java.time.Duration;

/** How much is done: {@code -Dwindlass.long=true} raises it. */
final class Length {
    private static final boolean LONG = Boolean.getBoolean("windlass.long");

    private Length() {}

    static Duration of(Duration usual, Duration inLong) {
        return LONG ? inLong : usual;
    }

    static int of(int usual, int inLong) {
        return LONG ? inLong : usual;
    }
}
