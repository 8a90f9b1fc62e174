package dev.windlass.store.contract.simulation;

import dev.windlass.store.NewWorker;
import java.time.Duration;
import java.time.Instant;

/** The life of one worker row, as the calls so far must have made it. */
final class RowLife {
    private final Excuses excuses;
    private final Duration lease;
    private Instant until;
    private long beat;
    private boolean ended;

    RowLife(NewWorker worker, Excuses excuses, Instant now, long nanos) {
        this.excuses = excuses;
        this.lease = worker.lease();
        this.until = now.plus(lease);
        this.beat = nanos;
    }

    void renewed(Instant now, long nanos) {
        until = now.plus(lease);
        beat = nanos;
    }

    void end() {
        ended = true;
    }

    boolean ended() {
        return ended;
    }

    boolean expired(Instant now) {
        return !now.isBefore(until);
    }

    /** Whether something excuses that this row ran out. */
    boolean excused() {
        return excuses.forSilence(beat);
    }

    Excuses excuses() {
        return excuses;
    }
}
