package dev.windlass.store.contract.simulation;

import dev.windlass.store.StoreClock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The store's clock: virtual time, which a step of the wall clock makes leap forward or, when the wall was set back, run at half
 * speed. It never runs backwards, as {@link StoreClock} promises.
 */
final class StoreTime implements StoreClock {
    private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

    private final Agenda agenda;
    private Instant anchor = BEGINNING;
    private long anchorNanos;
    private boolean slow;

    StoreTime(Agenda agenda) {
        this.agenda = agenda;
    }

    @Override
    public Instant now() {
        var passed = agenda.now() - anchorNanos;
        // Whole microseconds: what every store can keep, so that the witness and the store mean the same instant.
        return anchor.plusNanos(slow ? passed / 2 : passed).truncatedTo(ChronoUnit.MICROS);
    }

    void leap(Duration ahead) {
        anchor = now().plus(ahead);
        anchorNanos = agenda.now();
    }

    /** Runs at half speed from now on. */
    void slowDown() {
        leap(Duration.ZERO);
        slow = true;
    }

    /** Runs as it should from now on. */
    void recover() {
        leap(Duration.ZERO);
        slow = false;
    }
}
