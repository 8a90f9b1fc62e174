package dev.windlass.store;

import java.time.Instant;

/** Where a store without a server reads the time. Tests pass one that they can steer. Never runs backwards. */
@FunctionalInterface
public interface StoreClock {
    Instant now();
}
