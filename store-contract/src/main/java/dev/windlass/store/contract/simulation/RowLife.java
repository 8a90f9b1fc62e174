package dev.windlass.store.contract.simulation;

import dev.windlass.store.NewJob;
import dev.windlass.store.NewWorker;
import java.time.Instant;

/** The life of one worker row, as the calls so far must have made it. */
final class RowLife {
    private final Excuses excuses;
    private final NewWorker worker;
    private Instant until;
    private long beat;
    private boolean ended;

    RowLife(NewWorker worker, Excuses excuses, Instant now, long nanos) {
        this.excuses = excuses;
        this.worker = worker;
        this.until = now.plus(worker.lease());
        this.beat = nanos;
    }

    void renewed(Instant now, long nanos) {
        until = now.plus(worker.lease());
        beat = nanos;
    }

    /** Whether it says that its worker performs this job. */
    boolean performs(NewJob job) {
        return worker.performs(job.task(), job.payload().version());
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
