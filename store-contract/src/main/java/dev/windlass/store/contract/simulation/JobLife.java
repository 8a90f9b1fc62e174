package dev.windlass.store.contract.simulation;

import dev.windlass.store.Attempt;
import dev.windlass.store.Commit;
import dev.windlass.store.Edit;
import dev.windlass.store.Fence;
import dev.windlass.store.Job;
import dev.windlass.store.Lease;
import dev.windlass.store.LeaseKey;
import dev.windlass.store.NewJob;
import dev.windlass.store.RescuePlan;
import dev.windlass.store.Rescued;
import dev.windlass.store.Tally;
import dev.windlass.store.Then;
import dev.windlass.store.WorkerId;
import dev.windlass.task.DeadReason;
import dev.windlass.task.Due;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import dev.windlass.task.LimitKey;
import dev.windlass.task.Outcome;
import dev.windlass.task.Queue;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The life of one job as the calls so far must have made it: a second opinion on the state table, written down apart from every
 * store.
 */
final class JobLife {
    private NewJob base;
    private final Queue rules;
    private final boolean rated;
    private final Set<Long> endedFences = new HashSet<>();
    private final Map<Long, Long> claims = new HashMap<>();

    private JobState state;
    private Instant due;
    private long fence;
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

    /** Who holds the lease, by which claim, and since when in virtual time. */
    record Holding(WorkerId worker, long claimNumber, long since) {}

    /** @param rated whether each claim of it costs the token of a rate */
    JobLife(NewJob base, Queue rules, boolean rated, Instant now) {
        this.base = base;
        this.rules = rules;
        this.rated = rated;
        this.due = base.due().from(now);
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
        return (state == JobState.READY || state == JobState.RUNNING) && limits().contains(key);
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
        return state == JobState.SUCCEEDED ? Optional.of(new LeaseKey(base.id(), fence)) : Optional.empty();
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
        return holding.isPresent() && fence == lease.fence();
    }

    /** When the lease of this fence was given, in virtual time. */
    long claimedAt(long earlier) {
        return claims.getOrDefault(earlier, 0L);
    }

    /** Whether the last commit of this attempt was accepted before. */
    boolean hasEnded(LeaseKey lease) {
        return endedFences.contains(lease.fence());
    }

    void promoted() {
        state = ready();
    }

    /** Its permits went back before anybody claimed it. */
    void returned() {
        state = ready();
    }

    /** All its limits let it pass. */
    void granted() {
        state = JobState.READY;
    }

    void claimed(Lease lease, Holding by, Instant now) {
        require(state == JobState.READY, () -> "was claimed while it is " + state);
        require(!due.isAfter(now), () -> "was claimed at " + now + ", before it is due at " + due);
        require(
                lease.key().fence() > fence && Fence.counter(lease.key().fence()) == Fence.counter(fence) + 1,
                () -> "has the fence " + fence + " and was claimed under "
                        + lease.key().fence());
        require(lease.tally().equals(tally), () -> "was claimed with " + lease.tally() + ", it has " + tally);
        require(
                lease.lane() == base.lane() && lease.payload().equals(base.payload()),
                () -> "is in lane " + base.lane() + " with " + base.payload() + " and was claimed as " + lease);
        require(lease.suspect() == suspect, () -> "is suspect: " + suspect + ", its lease says " + lease.suspect());
        fence = lease.key().fence();
        holding = Optional.of(by);
        claims.put(fence, by.since());
        spent = rated;
        state = JobState.RUNNING;
    }

    /** An attempt's last commit was accepted. */
    void ended(Commit commit, Instant now) {
        require(
                holds(commit.lease()),
                () -> "accepted a commit of the fence " + commit.lease().fence() + " while it is " + state + " under "
                        + fence);
        var end = (Then.End) commit.then();
        endings++;
        reruns += end instanceof Then.Release ? 1 : 0;
        endedFences.add(commit.lease().fence());
        holding = Optional.empty();
        tally = after(end);
        suspect = suspect && tally.losses() > 0;
        follow(end, now);
    }

    private Tally after(Then.End end) {
        var started = end.ended().span().isPresent();
        return switch (end.ended().outcome()) {
            case FAILED, TIMED_OUT, FATAL -> new Tally(tally.failures() + 1, 0, tally.releases());
            case RELEASED -> new Tally(tally.failures(), started ? 0 : tally.losses(), tally.releases() + 1);
            case SLICED -> new Tally(0, 0, tally.releases());
            case SUCCEEDED, SNOOZED, CANCELLED -> new Tally(tally.failures(), 0, tally.releases());
            case LOST -> throw new Violation(this + " was reported lost by its own holder");
        };
    }

    private void follow(Then.End end, Instant now) {
        if (end instanceof Then.Succeed) {
            state = JobState.SUCCEEDED;
        } else if (end instanceof Then.Die die) {
            state = JobState.DEAD;
            reason = Optional.of(die.reason());
        } else if (end instanceof Then.Cancel) {
            state = JobState.CANCELLED;
        } else if (end instanceof Then.Later later) {
            state = JobState.SCHEDULED;
            due = now.plus(later.delay());
        } else {
            state = end instanceof Then.Park ? JobState.WAITING : readyAgain();
        }
        keepWithinPolicy(end);
        leaveRunning();
    }

    /** What was called off while it ran goes nowhere but to its end. */
    private void leaveRunning() {
        state = calledOff && !state.ended() ? JobState.CANCELLED : state;
        calledOff = false;
    }

    /** A cancel came while it ran. */
    void calledOff() {
        calledOff = true;
    }

    /** I7: a job fails as often as its policy says, no more, and is dead of it no sooner. */
    private void keepWithinPolicy(Then.End end) {
        var most = rules.retry().attempts().orElseThrow();
        var failed = end.ended().outcome() == Outcome.FAILED;
        require(tally.failures() <= most, () -> "failed " + tally.failures() + " times, its policy grants " + most);
        require(
                !failed || state == (tally.failures() < most ? JobState.SCHEDULED : JobState.DEAD),
                () -> "is " + state + " after failure " + tally.failures() + " of " + most);
    }

    void lost(RescuePlan plan) {
        endings++;
        reruns++;
        holding = Optional.empty();
        tally = new Tally(tally.failures(), tally.losses() + 1, tally.releases());
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
            if (state == JobState.SCHEDULED || at.isAfter(now)) {
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
    }

    /** Begins anew, but for its fence and its history. */
    void revived() {
        place = 0;
        state = ready();
        tally = Tally.NONE;
        suspect = false;
        reason = Optional.empty();
    }

    Rescued.Fate fate() {
        if (state == JobState.DEAD) {
            return Rescued.Fate.QUARANTINED;
        }
        if (state == JobState.CANCELLED) {
            return Rescued.Fate.CANCELLED;
        }
        return suspect ? Rescued.Fate.SUSPECT : Rescued.Fate.READY;
    }

    /** Compares with what the store shows. I6: a job is where its calls have brought it, and nowhere else. */
    void compare(Job found) {
        seen = true;
        require(found.state() == state, () -> "is " + found.state() + " in the store; the calls made it " + state);
        require(
                found.fence() == fence,
                () -> "has the fence " + found.fence() + " in the store, the last claim gave " + fence);
        require(
                found.tally().equals(tally),
                () -> "has " + found.tally() + " in the store, its attempts make " + tally);
        require(
                found.reason().equals(reason),
                () -> "is dead of " + found.reason() + " in the store, not of " + reason);
        require(
                found.waiting().isPresent() == (state == JobState.WAITING),
                () -> "is " + state + " and waits for " + found.waiting() + " in the store");
        require(found.lane() == base.lane(), () -> "is in lane " + found.lane() + " in the store, not " + base.lane());
        require(
                found.due().map(shown -> !shown.isBefore(due)).orElse(true),
                () -> "is due at " + found.due() + " in the store, before " + due);
    }

    /** Compares with the history that the store shows. */
    void compare(List<Attempt> history) {
        var successes = history.stream()
                .filter(attempt -> attempt.outcome() == Outcome.SUCCEEDED)
                .count();
        var fences = history.stream().map(Attempt::fence).toList();
        require(history.size() == endings, () -> "had " + endings + " attempts, its history shows " + history);
        require(
                successes == (state == JobState.SUCCEEDED ? 1 : 0),
                () -> "is " + state + " with " + successes + " successes");
        require(
                fences.equals(fences.stream().sorted().distinct().toList()),
                () -> "has a history out of order: " + fences);
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
