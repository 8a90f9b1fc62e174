package dev.windlass.runtime;

import dev.windlass.engine.Chance;
import java.security.SecureRandom;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Randomness of this machine. Fractions spread retries and may be cheap. Bits become identities: they come from a fast generator
 * too, but one that was seeded by the system's secure source for this process, so that no two processes share a sequence.
 */
final class SystemChance implements Chance {
    private final long seed = new SecureRandom().nextLong();

    @Override
    public double fraction() {
        return ThreadLocalRandom.current().nextDouble();
    }

    @Override
    public long bits() {
        return ThreadLocalRandom.current().nextLong() ^ seed;
    }
}
