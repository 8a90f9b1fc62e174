package dev.windlass.store.memory;

import dev.windlass.store.Attempt;
import dev.windlass.store.Expired;
import dev.windlass.store.Fence;
import dev.windlass.store.Keep;
import dev.windlass.store.Tally;
import dev.windlass.store.WorkerId;
import dev.windlass.task.DeadReason;
import dev.windlass.task.JobState;
import dev.windlass.task.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Ends jobs that have not started in time. */
final class Expiring {
    /** Nobody held the job. */
    private static final WorkerId NOBODY = new WorkerId(0);

    private final Ledger ledger;

    Expiring(Ledger ledger) {
        this.ledger = ledger;
    }

    List<Expired> expire(int limit, Keep keep) {
        var now = ledger.now();
        var late = ledger.expiring.stream()
                .takeWhile(row -> !row.startBy.orElseThrow().isAfter(now))
                .filter(row -> row.state != JobState.RUNNING)
                .limit(limit)
                .toList();
        late.forEach(row -> end(row, keep, now));
        return late.stream()
                .map(row -> new Expired(row.base.id(), row.base.task()))
                .toList();
    }

    private void end(Row row, Keep keep, Instant now) {
        ledger.withdraw(row);
        // A fence of its own, as if it had been claimed for this: its last one may have a row already.
        row.fence = Fence.next(row.fence, ledger.generation());
        row.error = Optional.of(Expired.ERROR);
        ledger.record(row, attempt(row, now));
        row.tally = new Tally(row.tally.failures() + 1, 0, row.tally.releases());
        row.suspect = false;
        row.reason = Optional.of(DeadReason.EXPIRED);
        ledger.end(row, JobState.DEAD, keep.of(row.base.queue()));
    }

    private static Attempt attempt(Row row, Instant now) {
        return new Attempt(
                row.fence,
                row.tally.attempt(),
                Outcome.FATAL,
                NOBODY,
                "",
                Optional.empty(),
                now,
                Optional.empty(),
                row.error);
    }
}
