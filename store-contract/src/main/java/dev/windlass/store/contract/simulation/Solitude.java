package dev.windlass.store.contract.simulation;

import dev.windlass.engine.Settings;
import dev.windlass.store.Lease;
import dev.windlass.store.LeaseKey;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Watches what runs beside what in one process: a suspect has no other suspect beside it, waits for the others to end, and for a
 * while has nothing started beside it. Watches as well that no lease is started twice.
 */
final class Solitude {
    private final Settings settings;
    private final Map<LeaseKey, Begun> running = new LinkedHashMap<>();
    private final Set<LeaseKey> started = new HashSet<>();

    /**
     * An attempt that has begun.
     *
     * @param claimed when the store gave the lease: never later than the worker heard of it, so that no check is too strict
     * @param occupies whether it still has its slot
     */
    record Begun(Lease lease, long claimed, BooleanSupplier occupies) {
        @Override
        public String toString() {
            return lease + " claimed at " + claimed;
        }
    }

    Solitude(Settings settings) {
        this.settings = settings;
    }

    void begins(Begun mine, long now) {
        var lease = mine.lease();
        // What was given up lingers in a thread of its own, and is nobody's neighbour any more.
        running.values().removeIf(other -> !other.occupies().getAsBoolean());
        if (!started.add(lease.key())) {
            throw new Violation("I5: " + lease.key() + " was started twice in one process");
        }
        running.values().forEach(other -> beside(mine, other, now));
        running.put(lease.key(), mine);
    }

    private void beside(Begun mine, Begun other, long now) {
        if (mine.lease().suspect() && other.lease().suspect()) {
            throw new Violation("two suspects run beside each other: " + mine + ", " + other);
        }
        // What was claimed once its time alone was over may even begin before it, after a pause of their process.
        if (mine.lease().suspect()
                && other.claimed() + settings.suspicion().patience().toNanos() > mine.claimed()
                && other.claimed()
                        < mine.claimed() + settings.suspicion().alone().toNanos()) {
            throw new Violation("a suspect did not wait for the others to end: " + mine + ", " + other);
        }
        if (other.lease().suspect()
                && now < other.claimed() + settings.suspicion().alone().toNanos()) {
            throw new Violation("a job was started beside a suspect: " + mine + ", " + other);
        }
    }

    void ends(LeaseKey lease) {
        running.remove(lease);
    }
}
