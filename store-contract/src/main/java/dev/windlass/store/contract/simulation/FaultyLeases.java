package dev.windlass.store.contract.simulation;

import dev.windlass.store.Commit;
import dev.windlass.store.CommitAnswer;
import dev.windlass.store.Exchange;
import dev.windlass.store.LeaseKey;
import dev.windlass.store.LeaseStore;
import dev.windlass.store.Note;
import dev.windlass.store.RescuePlan;
import dev.windlass.store.Rescued;
import dev.windlass.store.Then;
import dev.windlass.store.WorkerId;
import dev.windlass.task.Outcome;
import dev.windlass.task.SessionWork;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Leases as one process reaches them. */
final class FaultyLeases implements LeaseStore {
    private final Reach reach;

    FaultyLeases(Reach reach) {
        this.reach = reach;
    }

    @Override
    public Exchange.Answer exchange(Exchange.Ask ask) {
        reach.excuses()
                .asks(ask.worker(), ask.claimNumber(), reach.ears().rules().now());
        return reach.send("exchange " + ask.claimNumber(), arrows(ask), () -> {
            var answer = reach.store().leases().exchange(ask);
            reach.witness().exchanged(ask, answer);
            return answer;
        });
    }

    private Map<Arrow, Integer> arrows(Exchange.Ask ask) {
        var arrows = new EnumMap<Arrow, Integer>(Arrow.class);
        ask.commits().forEach(commit -> arrows(commit).forEach(arrow -> arrows.merge(arrow, 1, Integer::sum)));
        var claims = Math.min(ask.plan().total(), reach.witness().countClaimable());
        if (claims > 0) {
            arrows.put(Arrow.CLAIM, claims);
        }
        var freed = Math.min(ask.plan().total(), reach.witness().countParked(ask.worker()));
        if (freed > 0) {
            arrows.put(Arrow.FREE, freed);
        }
        return arrows;
    }

    private Set<Arrow> arrows(Commit commit) {
        var then = commit.then();
        if (then instanceof Then.End end && end.ended().outcome() == Outcome.TIMED_OUT) {
            return then instanceof Then.Die ? EnumSet.of(Arrow.TIME_OUT, Arrow.DIE) : EnumSet.of(Arrow.TIME_OUT);
        }
        if (then instanceof Then.Succeed) {
            return commit.children().isEmpty() ? EnumSet.of(Arrow.SUCCEED) : EnumSet.of(Arrow.SUCCEED, Arrow.CHILDREN);
        }
        if (then instanceof Then.Later later) {
            return EnumSet.of(later.ended().outcome() == Outcome.SNOOZED ? Arrow.SNOOZE : Arrow.RETRY);
        }
        if (then instanceof Then.Cancel) {
            return EnumSet.of(Arrow.CANCEL);
        }
        if (then instanceof Then.Park) {
            return EnumSet.of(Arrow.PARK);
        }
        return EnumSet.of(then instanceof Then.Die ? Arrow.DIE : Arrow.RELEASE);
    }

    @Override
    @SuppressWarnings("unchecked") // Beside its own trouble a store throws what the work throws.
    public <X extends Exception> CommitAnswer commit(LeaseKey lease, int ordinal, SessionWork<Commit, X> work)
            throws X {
        var arrows = Reach.follow(Arrow.COMPLETE, reach.witness().holds(lease) ? 1 : 0);
        var outcome = reach.wire()
                .lend(new Wire.Call("commit " + lease, arrows, false), new Lent<>(reach, lease, ordinal, work));
        if (outcome.thrown().isPresent()) {
            throw (X) outcome.thrown().get();
        }
        return outcome.answer().orElseThrow();
    }

    @Override
    public void note(List<Note> notes) {
        reach.send("note", Reach.NONE, () -> {
            reach.store().leases().note(notes);
            return notes.size();
        });
    }

    @Override
    public CommitAnswer extend(LeaseKey lease, Duration length) {
        throw new UnsupportedOperationException("no process of the simulation has a lease without a worker row");
    }

    @Override
    public List<LeaseKey> held(WorkerId worker, int limit) {
        return reach.send("held", Reach.NONE, () -> reach.store().leases().held(worker, limit));
    }

    @Override
    public List<LeaseKey> cancels(WorkerId worker, int limit) {
        var asking = reach.ears().cancels();
        asking.ask();
        var answer =
                reach.send("cancels", Reach.NONE, () -> reach.store().leases().cancels(worker, limit));
        asking.heard(asking.now());
        return answer;
    }

    @Override
    public List<Rescued> rescue(RescuePlan plan) {
        var arrows = Reach.follow(Arrow.RESCUE, reach.witness().countLost(plan.scope()));
        return reach.send("rescue " + plan.scope(), arrows, () -> {
            var answer = reach.store().leases().rescue(plan);
            reach.witness().rescued(plan, answer);
            return answer;
        });
    }
}
