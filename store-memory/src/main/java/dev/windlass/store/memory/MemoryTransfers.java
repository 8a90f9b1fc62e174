package dev.windlass.store.memory;

import dev.windlass.store.Arrived;
import dev.windlass.store.Fence;
import dev.windlass.store.NewJob;
import dev.windlass.store.Transfer;
import dev.windlass.store.TransferPage;
import dev.windlass.store.TransferStore;
import dev.windlass.task.Due;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Moving jobs with their past. */
final class MemoryTransfers implements TransferStore {
    private final Ledger ledger;

    MemoryTransfers(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public TransferPage read(long after, int limit) {
        synchronized (ledger) {
            var found = new ArrayList<Transfer>();
            var bytes = 0L;
            var last = after;
            for (var row : ledger.numbered.tailMap(after, false).values()) {
                if (found.size() == Math.min(limit, MOST) || bytes >= MOST_BYTES) {
                    return new TransferPage(found, OptionalLong.of(last));
                }
                var transfer = transfer(row);
                bytes += transfer.weight();
                found.add(transfer);
                last = row.number;
            }
            return new TransferPage(found, OptionalLong.empty());
        }
    }

    private Transfer transfer(Row row) {
        var due = row.state == JobState.SCHEDULED ? Due.at(row.due) : Due.NOW;
        return new Transfer(
                new NewJob(
                        row.base.id(),
                        row.base.task(),
                        row.base.queue(),
                        row.base.lane(),
                        due,
                        row.base.payload(),
                        row.base.parent(),
                        row.base.terms()),
                new Transfer.Past(
                        row.accepted,
                        row.state,
                        row.since,
                        row.fence,
                        row.tally,
                        row.suspect,
                        row.firstClaimed,
                        row.reason,
                        row.state.ended() ? Optional.of(row.keepUntil) : Optional.empty(),
                        row.checkpoint,
                        row.result,
                        row.history()),
                beside(row));
    }

    private Transfer.Beside beside(Row row) {
        return new Transfer.Beside(
                ledger.keys
                        .heldBy(row.base)
                        .map(until -> new Transfer.Key(Optional.of(until).filter(Instant.MAX::isAfter))),
                row.state == JobState.SCHEDULED ? List.copyOf(row.uses.keySet()) : List.of(),
                row.state == JobState.RUNNING ? row.calledOff : Optional.empty(),
                row.progress,
                List.copyOf(row.log));
    }

    @Override
    public Arrived write(List<Transfer> batch) {
        TransferStore.requireWithinLimits(batch);
        synchronized (ledger) {
            var now = ledger.now();
            // Before the first is written: the batch is written whole or not at all.
            batch.stream()
                    .map(Transfer::job)
                    .filter(job -> !ledger.rows.containsKey(job.id()))
                    .forEach(ledger.stowed::requireWhole);
            var written = 0;
            var answered = new HashMap<JobId, JobId>();
            for (var transfer : batch) {
                var arriving = transfer.orphaned();
                if (!ledger.rows.containsKey(arriving.job().id())) {
                    var first = ledger.accept(arriving.arriving(now), now);
                    first.ifPresent(holder -> answered.put(arriving.job().id(), holder));
                    written += first.isPresent() ? 0 : 1;
                    write(arriving, now);
                }
            }
            return new Arrived(written, answered);
        }
    }

    /** Tells what has become of a job that was accepted a moment ago, if it was. */
    private void write(Transfer transfer, Instant now) {
        var row = ledger.rows.get(transfer.job().id());
        if (row == null) {
            return;
        }
        ledger.outrun(Fence.generation(transfer.past().fence()));
        tell(row, transfer.past());
        row.progress = transfer.beside().progress();
        row.log.addAll(transfer.beside().log());
        if (transfer.past().state().ended()) {
            end(row, transfer.past(), now);
        } else if (transfer.past().suspect()) {
            setApart(row, now);
        }
        ledger.limits.keepPlaces(row, transfer.beside().places());
        transfer.keyUntil(now).ifPresent(until -> ledger.keys.holdUntil(transfer.job(), until, now));
        // Only now: the terms with which it was accepted say what it held here.
        row.base = row.base.withTerms(transfer.job().terms().resolved(now));
    }

    private static void tell(Row row, Transfer.Past past) {
        row.accepted = past.accepted();
        row.fence = past.fence();
        row.tally = past.tally();
        row.firstClaimed = past.first();
        row.reason = past.reason();
        row.checkpoint = past.checkpoint();
        row.result = past.result();
        row.attempts.addAll(past.attempts());
        row.error = past.attempts().stream()
                .flatMap(attempt -> attempt.error().stream())
                .reduce((earlier, later) -> later);
    }

    private void end(Row row, Transfer.Past past, Instant now) {
        ledger.withdraw(row);
        ledger.end(row, past.state(), Duration.between(now, past.keepUntil().orElse(now)));
        row.since = past.since();
    }

    /** A suspect stands in a line of his own, so he leaves the one he came into. */
    private void setApart(Row row, Instant now) {
        var isReady = row.state == JobState.READY;
        if (isReady) {
            ledger.withdraw(row);
        }
        row.suspect = true;
        if (isReady) {
            ledger.enterAtPlace(row, now);
        }
    }
}
