package dev.windlass.store.memory;

import dev.windlass.store.Expired;
import dev.windlass.store.Keep;
import dev.windlass.store.Promoted;
import dev.windlass.store.Pruned;
import dev.windlass.store.Upkeep;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Lets time pass for jobs. */
final class MemoryUpkeep implements Upkeep {
    /** Rows of ended workers are kept this long for people to look at. */
    private static final Duration KEEP_WORKERS = Duration.ofDays(1);

    private final Ledger ledger;

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
                    ledger.begin(row, now);
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
    public List<Expired> expire(int limit, Keep keep) {
        synchronized (ledger) {
            return new Expiring(ledger).expire(limit, keep);
        }
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
    public Pruned prune(int limit) {
        synchronized (ledger) {
            var now = ledger.now();
            ledger.workers
                    .values()
                    .removeIf(worker -> !worker.live()
                            && worker.held.isEmpty()
                            && worker.until.plus(KEEP_WORKERS).isBefore(now));
            ledger.keys.prune(now);
            ledger.stowed.prune(ledger.rows::containsKey, now);
            var over = ledger.ended.stream()
                    .takeWhile(row -> row.keepUntil.isBefore(now))
                    .filter(row -> row.unsettled == 0)
                    .limit(limit)
                    .toList();
            over.forEach(ledger::remove);
            return new Pruned(over.size(), over.size() == limit);
        }
    }
}
