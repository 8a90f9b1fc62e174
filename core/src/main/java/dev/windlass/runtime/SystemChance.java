package dev.windlass.runtime;

import dev.windlass.engine.Chance;
import java.security.SecureRandom;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Randomness of this machine. Fractions spread retries and may be cheap. Bits become identities: they come from a fast generator
 * too, mixed with a number from the system's secure source that is drawn once for this process, so that no two processes give the same
 * ones.
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
