package dev.windlass.store.memory;

import dev.windlass.store.LeaseKey;
import dev.windlass.store.RescuePlan;
import dev.windlass.store.RescuePlan.Scope;
import dev.windlass.store.Rescued;
import dev.windlass.store.Rescued.Fate;
import dev.windlass.store.Tally;
import dev.windlass.store.Worker;
import dev.windlass.task.DeadReason;
import dev.windlass.task.JobState;
import dev.windlass.task.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Takes jobs back from holders that vanished. */
final class Rescuing {
    private final Ledger ledger;

    Rescuing(Ledger ledger) {
        this.ledger = ledger;
    }

    List<Rescued> rescue(RescuePlan plan) {
        var now = ledger.now();
        var rescuer = ledger.workers.get(plan.by());
        if (rescuer == null || !rescuer.live() || rescuer.expired(now)) {
            return List.of();
        }
        if (plan.scope() == Scope.EXPIRED) {
            endExpired(now);
        }
        var lost = ledger.workers.values().stream()
                .flatMap(worker -> worker.held.stream())
                .filter(row -> isLost(row, plan.scope(), now))
                .limit(plan.limit())
                .toList();
        return lost.stream().map(row -> move(row, plan, now)).toList();
    }

    private void endExpired(Instant now) {
        // The row ends first: from here on its holder can claim nothing more, so the sweep below has an end.
        ledger.workers.values().stream()
                .filter(worker -> worker.live() && worker.expired(now))
                .forEach(worker -> worker.state = Worker.State.ENDED);
    }

    private static boolean isLost(Row row, Scope scope, Instant now) {
        return row.hold
                .filter(hold -> !hold.holder().live() || (scope == Scope.EXPIRED && !now.isBefore(hold.until())))
                .isPresent();
    }

    private Rescued move(Row row, RescuePlan plan, Instant now) {
        var hold = row.hold.orElseThrow();
        var losses = row.tally.losses() + 1;
        ledger.record(row, MemoryLeases.unreported(row, hold, Outcome.LOST, now));
        row.tally = new Tally(row.tally.failures(), losses, row.tally.releases());
        ledger.unhold(row);
        var lease = new LeaseKey(row.base.id(), row.fence);
        if (losses >= plan.lossesToQuarantine()) {
            row.reason = Optional.of(DeadReason.QUARANTINED);
            row.error = Optional.of("its worker vanished " + losses + " times in a row while it ran this job");
            ledger.end(row, JobState.DEAD, plan.keep().of(row.base.queue()));
            return new Rescued(
                    lease, row.base.task(), row.base.queue(), hold.holder().base.id(), Fate.QUARANTINED);
        }
        row.suspect = losses >= plan.suspectAfter();
        ledger.comeBack(row, now);
        return new Rescued(
                lease, row.base.task(), row.base.queue(), hold.holder().base.id(), fate(row));
    }

    private static Fate fate(Row row) {
        if (row.state == JobState.CANCELLED) {
            return Fate.CANCELLED;
        }
        return row.suspect ? Fate.SUSPECT : Fate.READY;
    }
}
