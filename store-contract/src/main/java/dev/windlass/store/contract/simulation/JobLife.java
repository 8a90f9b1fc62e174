package dev.windlass.store.contract.simulation;

import dev.windlass.store.Commit;
import dev.windlass.store.Edit;
import dev.windlass.store.Job;
import dev.windlass.store.Lease;
import dev.windlass.store.LeaseKey;
import dev.windlass.store.NewJob;
import dev.windlass.store.RescuePlan;
import dev.windlass.store.Tally;
import dev.windlass.store.Then;
import dev.windlass.store.WaitReason;
import dev.windlass.store.WorkerId;
import dev.windlass.task.DeadReason;
import dev.windlass.task.Due;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import dev.windlass.task.LimitKey;
import dev.windlass.task.Outcome;
import dev.windlass.task.Queue;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The life of one job as the calls so far must have made it: a second opinion on the state table, written down apart from every
 * store.
 */
// Long because every arrow of a job is here, in one place to be read beside the table of states.
final class JobLife {
    /** Failures in the eyes of a retry policy. */
    private static final Set<Outcome> COUNTED = EnumSet.of(Outcome.FAILED, Outcome.TIMED_OUT);

    private NewJob base;
    private final Queue rules;
    private final boolean rated;
    private final Fences fences = new Fences();

    private JobState state;
    private Instant due;
    private Tally tally = Tally.NONE;
    private boolean suspect;
    private boolean calledOff;
    private boolean spent;
    private long place;
    private Optional<Holding> holding = Optional.empty();
    private Optional<DeadReason> reason = Optional.empty();
    private int endings;
    private int reruns;
    private boolean seen;

    /** It waits for a worker that can perform it. */
    private boolean parked;

    /** By when it has to start; empty once it has. */
    private Optional<Instant> startBy;

    /** Who holds the lease, by which claim, and since when in virtual time. */
    record Holding(WorkerId worker, long claimNumber, long since) {}

    /** @param rated whether each claim of it costs the token of a rate */
    JobLife(NewJob base, Queue rules, boolean rated, Instant now) {
        this.base = base;
        this.rules = rules;
        this.rated = rated;
        this.due = base.due().from(now);
        this.startBy = base.terms().expires().map(end -> end.from(now));
        this.state = due.isAfter(now) ? JobState.SCHEDULED : ready();
    }

    /** Where it goes when its time has come: its limits have a say first. */
    private JobState ready() {
        spent = false;
        return limits().isEmpty() ? JobState.READY : JobState.WAITING;
    }

    /** Where it goes when its lease is over and it has to run again: its permits stay, but a token that was spent is gone. */
    private JobState readyAgain() {
        return spent ? ready() : JobState.READY;
    }

    JobId id() {
        return base.id();
    }

    /** What was accepted, as edits have left it. */
    NewJob base() {
        return base;
    }

    JobState state() {
        return state;
    }

    String queue() {
        return base.queue();
    }

    List<LimitKey> limits() {
        return base.terms().limits();
    }

    /** Whether it has the permit of this key. */
    boolean holdsPermit(LimitKey key) {
        return (state == JobState.READY || state == JobState.RUNNING || parked) && limits().contains(key);
    }

    boolean isParked() {
        return parked;
    }

    /** Whether it waits for its limits. */
    boolean waitsForLimits() {
        return state == JobState.WAITING && !parked;
    }

    /** Whether it should have started by now and never has. Those that run are left to their holders. */
    boolean isLate(Instant now) {
        return state != JobState.RUNNING && !state.ended() && isTooLate(now);
    }

    private boolean isTooLate(Instant now) {
        return startBy.filter(end -> !end.isAfter(now)).isPresent();
    }

    Fences fences() {
        return fences;
    }

    /** Whether it has passed its limits and nobody has claimed it. */
    boolean stands() {
        return state == JobState.READY && !limits().isEmpty();
    }

    /** Its place in line, from the first time it waits until it has ended; 0 before. */
    long place() {
        return place;
    }

    void line(long next) {
        place = place == 0 ? next : place;
    }

    boolean isDue(Instant now) {
        return state == JobState.SCHEDULED && !due.isAfter(now);
    }

    boolean suspect() {
        return suspect;
    }

    Optional<Holding> holding() {
        return holding;
    }

    int reruns() {
        return reruns;
    }

    /** The attempt that succeeded. */
    Optional<LeaseKey> succeededBy() {
        return state == JobState.SUCCEEDED ? Optional.of(new LeaseKey(base.id(), fences.last())) : Optional.empty();
    }

    boolean isHeldBy(WorkerId worker) {
        return holding.filter(by -> by.worker().equals(worker)).isPresent();
    }

    /** Whether this claim of this worker gave the lease. */
    boolean isHeldBy(WorkerId worker, long claimNumber) {
        return isHeldBy(worker)
                && holding.filter(by -> by.claimNumber() == claimNumber).isPresent();
    }

    boolean holds(LeaseKey lease) {
        return holding.isPresent() && fences.last() == lease.fence();
    }

    void promoted() {
        state = ready();
    }

    /** Its permits went back before anybody claimed it. */
    void returned() {
        state = ready();
    }

    /** No token was left for it when somebody came who can perform it: it waits for its limits like any other. */
    void joinsLine() {
        parked = false;
        state = ready();
    }

    /** All its limits let it pass. */
    void granted() {
        state = JobState.READY;
    }

    void claimed(Lease lease, Holding by, Instant now) {
        require(state == JobState.READY || parked, () -> "was claimed while it is " + state);
        require(
                lease.expired() == isTooLate(now),
                () -> "has to start by " + startBy + ", it is " + now + ", and its lease says that it has expired: "
                        + lease.expired());
        require(!due.isAfter(now), () -> "was claimed at " + now + ", before it is due at " + due);
        requireNext(lease.key().fence());
        require(lease.tally().equals(tally), () -> "was claimed with " + lease.tally() + ", it has " + tally);
        require(
                lease.lane() == base.lane() && lease.payload().equals(base.payload()),
                () -> "is in lane " + base.lane() + " with " + base.payload() + " and was claimed as " + lease);
        require(lease.suspect() == suspect, () -> "is suspect: " + suspect + ", its lease says " + lease.suspect());
        fences.claimed(lease, by.since());
        parked = false;
        holding = Optional.of(by);
        spent = rated;
        state = JobState.RUNNING;
    }

    private void requireNext(long given) {
        require(fences.mayFollow(given), () -> "has the fence " + fences.last() + " and was given " + given);
    }

    /** An attempt's last commit was accepted. */
    void ended(Commit commit, Instant now) {
        require(
                holds(commit.lease()),
                () -> "accepted a commit of the fence " + commit.lease().fence() + " while it is " + state + " under "
                        + fences.last());
        var end = (Then.End) commit.then();
        endings++;
        reruns += end instanceof Then.Release ? 1 : 0;
        fences.ended(commit.lease());
        holding = Optional.empty();
        startBy = end.ended().span().isPresent() ? Optional.empty() : startBy;
        tally = Tallies.after(tally, end)
                .orElseThrow(() -> new Violation(this + " was reported lost by its own holder"));
        suspect = suspect && tally.losses() > 0;
        follow(end, now);
    }

    private void follow(Then.End end, Instant now) {
        if (end instanceof Then.Succeed) {
            state = JobState.SUCCEEDED;
        } else if (end instanceof Then.Die die) {
            state = JobState.DEAD;
            requireLateIfExpired(die, now);
            reason = Optional.of(die.reason());
        } else if (end instanceof Then.Cancel) {
            state = JobState.CANCELLED;
        } else if (end instanceof Then.Later later) {
            state = JobState.SCHEDULED;
            due = now.plus(later.delay());
        } else {
            parked = end instanceof Then.Park;
            state = parked ? JobState.WAITING : readyAgain();
        }
        keepWithinPolicy(end);
        leaveRunning();
    }

    /** What was called off while it ran goes nowhere but to its end. */
    private void leaveRunning() {
        if (calledOff && !state.ended()) {
            cancelled();
        }
        calledOff = false;
    }

    /** A cancel came while it ran. */
    void calledOff() {
        calledOff = true;
    }

    private void requireLateIfExpired(Then.Die die, Instant now) {
        require(
                die.reason() != DeadReason.EXPIRED || isTooLate(now),
                () -> "is dead because it came too late, it has to start by " + startBy + ", it is " + now);
    }

    /** I7: a job fails as often as its policy says, no more, and is dead of it no sooner. */
    private void keepWithinPolicy(Then.End end) {
        var most = rules.retry().attempts().orElseThrow();
        var failed = COUNTED.contains(end.ended().outcome());
        require(tally.failures() <= most, () -> "failed " + tally.failures() + " times, its policy grants " + most);
        require(
                !failed || state == (tally.failures() < most ? JobState.SCHEDULED : JobState.DEAD),
                () -> "is " + state + " after failure " + tally.failures() + " of " + most);
    }

    void lost(RescuePlan plan) {
        endings++;
        reruns++;
        holding = Optional.empty();
        startBy = Optional.empty();
        tally = Tallies.lost(tally);
        if (tally.losses() >= plan.lossesToQuarantine()) {
            state = JobState.DEAD;
            reason = Optional.of(DeadReason.QUARANTINED);
        } else {
            state = readyAgain();
            suspect = tally.losses() >= plan.suspectAfter();
        }
        leaveRunning();
    }

    /** Changed while it waits. One that runs or has ended stays as it is. */
    void edited(Edit edit, Instant now) {
        if (state.ended() || state == JobState.RUNNING) {
            return;
        }
        edit.payload().ifPresent(payload -> base = base.withPayload(payload));
        edit.lane().ifPresent(lane -> base = base.withLane(lane));
        edit.due().map(other -> other.from(now)).ifPresent(at -> {
            if (state == JobState.SCHEDULED || (!parked && at.isAfter(now))) {
                state = JobState.SCHEDULED;
                due = at;
            }
        });
    }

    void movedEarlier(Due earlier, Instant now) {
        var at = earlier.from(now);
        if (state == JobState.SCHEDULED && at.isBefore(due)) {
            due = at;
        }
    }

    void cancelled() {
        state = JobState.CANCELLED;
        parked = false;
    }

    /** Nobody has started it in time: an attempt that never was ends it. */
    void expired(long shown, Instant now) {
        require(isLate(now), () -> "is " + state + ", has to start by " + startBy + ", and was ended at " + now);
        requireNext(shown);
        endings++;
        fences.givenToNobody(shown);
        tally = Tallies.failed(tally);
        suspect = false;
        state = JobState.DEAD;
        parked = false;
        reason = Optional.of(DeadReason.EXPIRED);
    }

    /** Begins anew, but for its fence and its history. */
    void revived(Instant now) {
        place = 0;
        due = now;
        startBy = Optional.empty();
        state = ready();
        tally = Tally.NONE;
        suspect = false;
        reason = Optional.empty();
    }

    /** Compares with what the store shows. I6: a job is where its calls have brought it, and nowhere else. */
    void compare(Job found) {
        seen = true;
        require(found.state() == state, () -> "is " + found.state() + " in the store; the calls made it " + state);
        require(
                found.fence() == fences.last(),
                () -> "has the fence " + found.fence() + " in the store, the last claim gave " + fences.last());
        require(
                found.tally().equals(tally),
                () -> "has " + found.tally() + " in the store, its attempts make " + tally);
        require(
                found.reason().equals(reason),
                () -> "is dead of " + found.reason() + " in the store, not of " + reason);
        require(
                found.waiting().isPresent() == (state == JobState.WAITING),
                () -> "is " + state + " and waits for " + found.waiting() + " in the store");
        require(
                parked == found.waiting().equals(Optional.of(WaitReason.NO_TASK)),
                () -> "is parked: " + parked + ", and waits for " + found.waiting() + " in the store");
        require(found.lane() == base.lane(), () -> "is in lane " + found.lane() + " in the store, not " + base.lane());
        require(
                found.due().map(shown -> !shown.isBefore(due)).orElse(true),
                () -> "is due at " + found.due() + " in the store, before " + due);
    }

    /** How many attempts have ended, in whatever way. */
    int endings() {
        return endings;
    }

    /** Whether the store has shown it yet. */
    boolean wasSeen() {
        return seen;
    }

    /** The sentence is made only where it is needed: it takes longer than all checks together. */
    private void require(boolean holds, Supplier<String> otherwise) {
        if (!holds) {
            throw new Violation(this + " " + otherwise.get());
        }
    }

    @Override
    public String toString() {
        return "job " + base.id() + " (" + base.task() + ")";
    }
}
