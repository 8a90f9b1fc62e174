package dev.windlass.store.memory;

import dev.windlass.store.Attempt;
import dev.windlass.store.ClaimPlan;
import dev.windlass.store.Commit;
import dev.windlass.store.CommitAnswer;
import dev.windlass.store.Exchange;
import dev.windlass.store.Exchange.HolderState;
import dev.windlass.store.LeaseKey;
import dev.windlass.store.LeaseStore;
import dev.windlass.store.LogLine;
import dev.windlass.store.Note;
import dev.windlass.store.RescuePlan;
import dev.windlass.store.Rescued;
import dev.windlass.store.WorkerId;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.Outcome;
import dev.windlass.task.SessionWork;
import dev.windlass.task.WindlassException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Claiming, committing and rescuing: the entrance. What a commit, a claim and a rescue do is told by a class of their own. */
final class MemoryLeases implements LeaseStore {
    private final Ledger ledger;
    private final Claiming claiming;
    private final Committing committing;
    private final Rescuing rescuing;

    MemoryLeases(Ledger ledger) {
        this.ledger = ledger;
        this.claiming = new Claiming(ledger);
        this.committing = new Committing(ledger);
        this.rescuing = new Rescuing(ledger);
    }

    @Override
    public Exchange.Answer exchange(Exchange.Ask ask) {
        synchronized (ledger) {
            var answers = ask.commits().stream().map(committing::commit).toList();
            var worker = ledger.workers.get(ask.worker());
            if (worker == null || !worker.live()) {
                return new Exchange.Answer(answers, HolderState.ENDED, List.of(), List.of());
            }
            var allowances = new Allowances(ledger, ask.plan());
            var taken = claiming.claim(worker, ask, allowances);
            return new Exchange.Answer(
                    answers, HolderState.LIVE, taken, suspects(worker, ask.plan(), allowances), allowances.next());
        }
    }

    @Override
    public <X extends Exception> CommitAnswer commit(LeaseKey lease, int ordinal, SessionWork<Commit, X> work) {
        throw new WindlassException(
                ErrorCode.BAD_INPUT,
                "a store in memory has no transactions to lend; return the result as usual, or checkpoint without a session");
    }

    /** Not those of a queue that gives nothing: its suspect would be made room for and not come. */
    private List<String> suspects(WorkerRow worker, ClaimPlan plan, Allowances allowances) {
        return plan.entries().stream()
                .filter(entry -> allowances.isOpen(entry.queue()))
                .filter(entry ->
                        suspectsStand(worker, new Ledger.Line(entry.queue(), entry.lane(), ClaimPlan.Kind.SUSPECT)))
                .map(ClaimPlan.Entry::queue)
                .distinct()
                .toList();
    }

    private boolean suspectsStand(WorkerRow worker, Ledger.Line line) {
        return !ledger.line(line).isEmpty()
                || ledger.parking.first(line, worker.base).isPresent();
    }

    @Override
    public void note(List<Note> notes) {
        synchronized (ledger) {
            for (var note : notes) {
                held(note.lease()).ifPresent(row -> note(row, note, ledger.now()));
            }
        }
    }

    /** Writes a note of a holder who was found to hold the lease. */
    static void note(Row row, Note note, Instant now) {
        note.progress().ifPresent(progress -> row.progress = Optional.of(progress));
        for (var line : note.said()) {
            row.log.addLast(new LogLine(line.at(now), note.lease().fence(), line.text()));
            if (row.log.size() > Note.MOST_LINES) {
                row.log.removeFirst();
            }
        }
    }

    @Override
    public CommitAnswer extend(LeaseKey lease, Duration length) {
        synchronized (ledger) {
            var row = held(lease);
            row.ifPresent(found -> found.hold =
                    found.hold.map(hold -> hold.withUntil(ledger.now().plus(length))));
            return row.isPresent() ? CommitAnswer.FINISHED : CommitAnswer.FENCED;
        }
    }

    /** The row of a lease that is still held under its fence. */
    private Optional<Row> held(LeaseKey lease) {
        return Optional.ofNullable(ledger.rows.get(lease.job()))
                .filter(row -> row.hold.isPresent() && row.fence == lease.fence());
    }

    @Override
    public List<LeaseKey> held(WorkerId id, int limit) {
        synchronized (ledger) {
            return Optional.ofNullable(ledger.workers.get(id)).stream()
                    .flatMap(worker -> worker.held.stream())
                    .map(row -> new LeaseKey(row.base.id(), row.fence))
                    .limit(limit)
                    .toList();
        }
    }

    @Override
    public List<LeaseKey> cancels(WorkerId id, int limit) {
        synchronized (ledger) {
            return Optional.ofNullable(ledger.workers.get(id)).stream()
                    .flatMap(worker -> worker.held.stream())
                    .filter(row -> row.calledOff.isPresent())
                    .map(row -> new LeaseKey(row.base.id(), row.fence))
                    .limit(limit)
                    .toList();
        }
    }

    @Override
    public List<Rescued> rescue(RescuePlan plan) {
        synchronized (ledger) {
            return rescuing.rescue(plan);
        }
    }

    /** The history row of an attempt whose end the holder did not report. */
    static Attempt unreported(Row row, Hold hold, Outcome outcome, Instant now) {
        var lost = outcome == Outcome.LOST;
        // A loss has no error of its own: the job's is that of an attempt before.
        return new Attempt(
                row.fence,
                row.tally.attempt(),
                outcome,
                hold.holder().base.id(),
                hold.holder().base.host(),
                lost ? Optional.of(hold.claimed()) : Optional.empty(),
                now,
                Optional.empty(),
                lost ? Optional.empty() : row.error);
    }
}
