package dev.windlass.store.memory;

import dev.windlass.store.ClaimPlan;
import dev.windlass.store.Exchange;
import dev.windlass.store.Fence;
import dev.windlass.store.Lease;
import dev.windlass.store.LeaseKey;
import dev.windlass.store.Worker;
import dev.windlass.task.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;

/** Gives ready jobs to workers. */
final class Claiming {
    /** What a claim may still take. */
    private record Room(int jobs, long bytes) {
        boolean any() {
            return jobs > 0 && bytes > 0;
        }

        Room less(long weight) {
            return new Room(jobs - 1, bytes - weight);
        }
    }

    /** What one claim takes. */
    private record Take(Hold hold, List<Lease> taken, Allowances allowances) {}

    private final Ledger ledger;

    Claiming(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Claims by the plan, or repeats the answer to a claim number that was given before. */
    List<Lease> claim(WorkerRow worker, Exchange.Ask ask, Allowances allowances) {
        var number = ask.claimNumber();
        var plan = ask.plan();
        var now = ledger.now();
        if (number <= worker.lastClaim) {
            return givenBefore(worker, number, now);
        }
        // An expired row is given nothing: its next owner may be sweeping it already. Nor is one that is drained.
        if (worker.expired(now) || worker.state == Worker.State.DRAINING) {
            return List.of();
        }
        worker.lastClaim = number;
        var taken = new ArrayList<Lease>();
        var room = new Room(plan.total(), ClaimPlan.MOST_BYTES);
        var hold = new Hold(worker, number, now, Instant.MAX);
        for (var entry : plan.entries()) {
            var before = taken.size();
            var allowed = allowances.most(entry.queue(), entry.quota());
            if (allowed > 0) {
                room = take(entry.withQuota(allowed), new Take(hold, taken, allowances), room);
            }
            allowances.took(entry.queue(), taken.size() - before, !line(entry).isEmpty());
        }
        return taken;
    }

    private static List<Lease> givenBefore(WorkerRow worker, long number, Instant now) {
        return worker.held.stream()
                .filter(row ->
                        row.hold.filter(hold -> hold.claimNumber() == number).isPresent())
                .map(row -> lease(row, now, Optional.empty()))
                .toList();
    }

    /** Takes up to the entry's quota while there is room, and answers the room that is left. */
    private Room take(ClaimPlan.Entry entry, Take take, Room room) {
        var left = room;
        for (var quota = entry.quota(); quota > 0 && left.any(); quota--) {
            var next = next(entry, take.hold().holder());
            if (next.isEmpty()
                    || (startsWhenClaimed(next.get()) && !take.allowances().startOne(entry.queue()))) {
                break;
            }
            var row = next.get();
            ledger.standDown(row);
            if (!ledger.limits.mayStart(row, take.hold().claimed())) {
                ledger.limits.rejoin(row, take.hold().claimed());
                continue;
            }
            left = left.less(row.base.weight());
            row.fence = Fence.next(row.fence, ledger.generation());
            ledger.limits.started(row, take.hold().claimed());
            take.taken().add(give(row, take.hold()));
        }
        return left;
    }

    private NavigableMap<Long, Row> line(ClaimPlan.Entry entry) {
        return ledger.line(new Ledger.Line(entry.queue(), entry.lane(), entry.kind()));
    }

    /** The first job that an entry gives this worker: of its line, then of what is parked. */
    private Optional<Row> next(ClaimPlan.Entry entry, WorkerRow worker) {
        var standing = line(entry);
        return standing.isEmpty()
                ? Parking.lineOf(entry).flatMap(line -> ledger.parking.first(line, worker.base))
                : Optional.of(standing.firstEntry().getValue());
    }

    private Lease give(Row row, Hold hold) {
        var ready = row.since;
        row.move(JobState.RUNNING, hold.claimed());
        row.hold = Optional.of(hold);
        row.firstClaimed = row.firstClaimed.or(() -> Optional.of(hold.claimed()));
        hold.holder().held.add(row);
        row.letGo = ledger.keys.endsAtStart(row.base);
        if (row.letGo) {
            ledger.free(row);
        }
        return lease(row, hold.claimed(), Optional.of(Duration.between(ready, hold.claimed())));
    }

    /** A permit, or a key that is free again, is of use to others only if the job does start. */
    private boolean startsWhenClaimed(Row row) {
        return Limits.bind(row) || ledger.keys.endsAtStart(row.base);
    }

    private static Lease lease(Row row, Instant now, Optional<Duration> waited) {
        return new Lease(
                new LeaseKey(row.base.id(), row.fence),
                row.base.task(),
                row.base.queue(),
                row.base.lane(),
                row.tally,
                row.suspect,
                row.firstClaimed.map(first -> Duration.between(first, now)).orElse(Duration.ZERO),
                waited,
                row.base.payload(),
                row.checkpoint,
                row.base.terms(),
                Lease.Condition.of(row.startBy.filter(end -> !end.isAfter(now)).isPresent()));
    }
}
