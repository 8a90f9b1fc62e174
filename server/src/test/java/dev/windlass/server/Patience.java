package dev.windlass.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what an engine does by itself. */
final class Patience {
    private static final Duration SOON = Duration.ofSeconds(30);

    private Patience() {}

    static void await(BooleanSupplier fact) {
        var start = System.nanoTime();
        while (!fact.getAsBoolean()) {
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
            Thread.onSpinWait();
        }
    }
}
