package dev.windlass.store.memory;

import dev.windlass.store.Attempt;
import dev.windlass.store.Commit;
import dev.windlass.store.CommitAnswer;
import dev.windlass.store.Ended;
import dev.windlass.store.Tally;
import dev.windlass.store.Then;
import dev.windlass.task.JobState;
import dev.windlass.task.Outcome;
import java.time.Instant;
import java.util.Optional;

/** Writes what holders report. The comparison of the fence decides; everything below it is consequence. */
final class Committing {
    private final Ledger ledger;

    Committing(Ledger ledger) {
        this.ledger = ledger;
    }

    CommitAnswer commit(Commit commit) {
        var row = ledger.rows.get(commit.lease().job());
        if (row == null) {
            return CommitAnswer.FENCED;
        }
        if (acceptedBefore(row, commit)) {
            return CommitAnswer.FINISHED;
        }
        if (row.hold.isEmpty() || row.fence != commit.lease().fence()) {
            return CommitAnswer.FENCED;
        }
        write(row, commit, ledger.now());
        return decided(row, commit);
    }

    private static CommitAnswer decided(Row row, Commit commit) {
        var isCalledOff = row.state == JobState.CANCELLED
                && commit.then() instanceof Then.End
                && !(commit.then() instanceof Then.Cancel);
        return isCalledOff ? CommitAnswer.CALLED_OFF : CommitAnswer.FINISHED;
    }

    private static boolean acceptedBefore(Row row, Commit commit) {
        var fence = commit.lease().fence();
        if (commit.ordinal() != Commit.LAST) {
            return row.checkpoints.getOrDefault(fence, 0) >= commit.ordinal();
        }
        return row.attempts.stream().anyMatch(attempt -> attempt.fence() == fence && attempt.outcome() != Outcome.LOST);
    }

    private void write(Row row, Commit commit, Instant now) {
        commit.checkpoint().ifPresent(content -> row.checkpoint = Optional.of(content));
        commit.note().ifPresent(note -> MemoryLeases.note(row, note, now));
        // Children come first: consequences are settled in order, and the job must not run again before they exist.
        for (var child : commit.children()) {
            ledger.consequence(row, () -> ledger.accept(child, now));
        }
        if (commit.then() instanceof Then.End end) {
            end(row, end, now);
        } else {
            ledger.cannotExpire(row);
            row.checkpoints.put(commit.lease().fence(), commit.ordinal());
            row.tally = new Tally(row.tally.failures(), 0, row.tally.releases());
            row.suspect = false;
        }
    }

    private void end(Row row, Then.End end, Instant now) {
        ledger.record(row, attempt(row, end.ended(), now));
        // Whoever cannot run a job learns nothing about it.
        row.tally = end instanceof Then.Park ? row.tally : tallied(row.tally, end.ended());
        row.suspect = row.suspect && row.tally.losses() > 0;
        row.error = end.ended().error().or(() -> row.error);
        if (isUnstarted(end)) {
            giveBackStart(row);
            ledger.holdAgain(row);
        }
        ledger.unhold(row);
        follow(row, end, now);
    }

    /** Whether the lease goes back without having started. */
    private static boolean isUnstarted(Then.End end) {
        return (end instanceof Then.Release || end instanceof Then.Park)
                && end.ended().span().isEmpty();
    }

    /** The lease did not start: its rate may allow another in its place. */
    private void giveBackStart(Row row) {
        var taken = Ledger.micros(row.hold.orElseThrow().claimed());
        ledger.queues
                .find(row.base.queue())
                .ifPresent(kept -> kept.rate()
                        .ifPresent(rate -> kept.keep(kept.bucket().orElseThrow().giveBack(rate, taken))));
    }

    private void follow(Row row, Then.End end, Instant now) {
        if (end instanceof Then.Succeed succeed) {
            row.result = Optional.of(succeed.result());
            ledger.end(row, JobState.SUCCEEDED, succeed.keep());
        } else if (end instanceof Then.Die die) {
            row.reason = Optional.of(die.reason());
            ledger.end(row, JobState.DEAD, die.keep());
        } else if (end instanceof Then.Cancel cancel) {
            ledger.end(row, JobState.CANCELLED, cancel.keep());
        } else if (end instanceof Then.Later later) {
            ledger.schedule(row, now.plus(later.delay()), now);
        } else if (end instanceof Then.Park) {
            if (row.spent) {
                ledger.limits.putTokenBack(row);
            }
            ledger.park(row, now);
        } else if (end instanceof Then.Again) {
            ledger.again(row, now);
        } else {
            if (row.spent && end.ended().span().isEmpty()) {
                ledger.limits.putTokenBack(row);
            }
            ledger.comeBack(row, now);
        }
    }

    private static Attempt attempt(Row row, Ended ended, Instant now) {
        var hold = row.hold.orElseThrow();
        return new Attempt(
                row.fence,
                row.tally.attempt(),
                ended.outcome(),
                hold.holder().base.id(),
                hold.holder().base.host(),
                ended.span().map(span -> hold.claimed().plus(span.before())),
                now,
                ended.span().map(Ended.Span::ran),
                ended.error());
    }

    /** What this end makes of the counts. Only a lease that was given back unstarted leaves the losses as they are. */
    private static Tally tallied(Tally tally, Ended ended) {
        return switch (ended.outcome()) {
            case FAILED, TIMED_OUT, FATAL -> new Tally(tally.failures() + 1, 0, tally.releases());
            case RELEASED ->
                new Tally(tally.failures(), ended.span().isPresent() ? 0 : tally.losses(), tally.releases() + 1);
            case SLICED -> new Tally(0, 0, tally.releases());
            case SUCCEEDED, SNOOZED, CANCELLED -> new Tally(tally.failures(), 0, tally.releases());
            case LOST -> throw new IllegalArgumentException("no holder can report its own loss");
        };
    }
}
