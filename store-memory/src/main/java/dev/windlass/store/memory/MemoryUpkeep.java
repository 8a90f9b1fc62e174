package dev.windlass.store.memory;

import dev.windlass.store.Promoted;
import dev.windlass.store.Upkeep;
import dev.windlass.task.JobId;
import java.time.Duration;
import java.util.Optional;

/** Lets time pass for jobs. */
final class MemoryUpkeep implements Upkeep {
    /** Rows of ended workers are kept this long for people to look at. */
    private static final Duration KEEP_WORKERS = Duration.ofDays(1);

    private final Ledger ledger;

    /** Where the rolling look over all rows stands; empty before the first row. */
    private Optional<JobId> pruned = Optional.empty();

    MemoryUpkeep(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public Promoted promote(int limit) {
        synchronized (ledger) {
            var now = ledger.now();
            var count = 0;
            while (count < limit
                    && !ledger.scheduled.isEmpty()
                    && !ledger.scheduled.first().due.isAfter(now)) {
                var row = ledger.scheduled.pollFirst();
                if (row != null) {
                    ledger.enterAtEnd(row, now);
                }
                count++;
            }
            return new Promoted(
                    count,
                    ledger.scheduled.isEmpty()
                            ? Optional.empty()
                            : Optional.of(nonNegative(Duration.between(now, ledger.scheduled.first().due))));
        }
    }

    private static Duration nonNegative(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }

    @Override
    public int settle(int limit) {
        synchronized (ledger) {
            var count = 0;
            for (; count < limit && !ledger.unsettled.isEmpty(); count++) {
                ledger.unsettled.removeFirst().run();
            }
            return count;
        }
    }

    @Override
    public int prune(int limit) {
        synchronized (ledger) {
            var now = ledger.now();
            ledger.workers
                    .values()
                    .removeIf(worker -> !worker.live()
                            && worker.held.isEmpty()
                            && worker.until.plus(KEEP_WORKERS).isBefore(now));
            var seen = pruned.map(last -> ledger.rows.tailMap(last, false)).orElse(ledger.rows).values().stream()
                    .limit(limit)
                    .toList();
            pruned = seen.size() < limit
                    ? Optional.empty()
                    : Optional.of(seen.get(seen.size() - 1).base.id());
            var over = seen.stream()
                    .filter(row -> row.state.ended() && row.unsettled == 0 && row.keepUntil.isBefore(now))
                    .toList();
            over.forEach(row -> ledger.rows.remove(row.base.id()));
            return over.size();
        }
    }
}
