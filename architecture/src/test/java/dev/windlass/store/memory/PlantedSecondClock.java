package dev.windlass.store.memory;

import java.time.Instant;

/** One of two classes of a store that read the wall. */
public final class PlantedSecondClock {
    public Instant wall() {
        return Instant.now();
    }
}
