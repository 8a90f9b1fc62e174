package dev.windlass.engine;

import static java.util.stream.Collectors.partitioningBy;

import dev.windlass.store.ClaimPlan;
import dev.windlass.store.Commit;
import dev.windlass.store.Ended;
import dev.windlass.store.Exchange;
import dev.windlass.store.Lease;
import dev.windlass.store.LeaseKey;
import dev.windlass.store.LeaseStore;
import dev.windlass.store.Store;
import dev.windlass.store.Then;
import dev.windlass.store.WorkerId;
import dev.windlass.task.Lane;
import dev.windlass.task.Outcome;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Carries outcomes to the store and brings jobs back, in one exchange at a time.
 *
 * <p>An exchange that got no answer is repeated as it was, under the same claim number, before the next one: so no claim is ever
 * forgotten by its worker. While outcomes cannot be written, nothing is claimed. Called by one thread at a time;
 * {@link #closeDoor} and {@link #reconcile} by any.
 */
public final class Claimer implements Duty {
    private final LeaseStore store;
    private final Carrier carrier;
    private final Finisher finisher;
    private final Verdicts verdicts;
    private final Slots slots;
    private final Membership membership;
    private final Rules rules;
    private final Shares shares;
    private final Pace pace;
    private final Isolation.Member isolation;
    private final Settings settings;
    private final Aftermath aftermath;
    private final Recall recall;
    private final Hints hints;
    private final Ticker ticker;

    private Optional<Errand> underWay = Optional.empty();
    private Numbering numbering;
    private volatile boolean doorClosed;
    private volatile boolean exchanging;
    private volatile boolean reconciling;

    /** An exchange on its way, with what the answer has to be sorted to. */
    private record Errand(Exchange.Ask ask, List<Finisher.Outgoing> carried, Isolation.Stance stance, Basis basis) {
        boolean isEmpty() {
            return carried.isEmpty() && ask.plan().entries().isEmpty();
        }
    }

    /**
     * What was true when an errand was begun.
     *
     * @param joined whether the worker's row was there
     * @param revision of the rules
     */
    private record Basis(boolean joined, long revision) {}

    /** The claims of one worker row are counted from 1. */
    private record Numbering(WorkerId worker, long last) {}

    Claimer(Store store, WorkerParts parts) {
        this.store = store.leases();
        this.carrier = new Carrier(this.store, parts.verdicts());
        this.finisher = parts.finisher();
        this.verdicts = parts.verdicts();
        this.slots = parts.slots();
        this.membership = parts.membership();
        this.settings = parts.settings();
        this.aftermath = parts.aftermath();
        this.recall = new Recall(parts);
        this.hints = parts.hints();
        this.ticker = parts.ticker();
        this.rules = parts.rules();
        this.shares = new Shares(rules.served());
        this.pace = new Pace(settings.mostAhead());
        this.isolation = parts.isolation().member();
        this.numbering = new Numbering(membership.id(), 0);
    }

    @Override
    public Next run() {
        exchanging = true;
        try {
            return turn();
        } finally {
            exchanging = false;
        }
    }

    private Next turn() {
        if (reconciling && underWay.isEmpty()) {
            releaseUnknown();
            return Next.now();
        }
        var errand = underWay.orElseGet(this::nextErrand);
        if (errand.isEmpty()) {
            return Next.after(settings.timing().rest());
        }
        underWay = Optional.of(errand);
        var delivery = carrier.carry(errand.ask(), errand.carried());
        if (delivery.isEmpty()) {
            return Next.now();
        }
        underWay = Optional.empty();
        settle(delivery.get());
        return receive(errand, delivery.get().answer());
    }

    private Errand nextErrand() {
        var stance = isolation.stance(standing());
        var carried = finisher.take();
        pace.exchanged(carried.size());
        var worker = membership.id();
        var last = numbering.worker().equals(worker) ? numbering.last() : 0;
        numbering = new Numbering(worker, last + 1);
        var commits = carried.stream().map(Finisher.Outgoing::commit).toList();
        // Asked before the plan is made: outcomes of a row that ended go out at once, before the next row is there.
        var basis = new Basis(membership.joinedAs(worker), rules.revision());
        return new Errand(new Exchange.Ask(worker, last + 1, commits, plan(stance)), carried, stance, basis);
    }

    private Isolation.Standing standing() {
        // The claim of a suspect is its start: without a free slot it would be held and not run.
        var roomy = mayClaim() && slots.room(0) > 0;
        return new Isolation.Standing(roomy, slots.isIdle() && finisher.unflushed() == 0, slots.suspectRuns());
    }

    private boolean mayClaim() {
        return !doorClosed && membership.joined();
    }

    private ClaimPlan plan(Isolation.Stance stance) {
        if (!mayClaim()) {
            return ClaimPlan.NOTHING;
        }
        return switch (stance) {
            case CLOSED -> ClaimPlan.NOTHING;
            case INVITING -> slots.room(0) == 0 ? ClaimPlan.NOTHING : suspectOf(isolation.queue());
            case OPEN -> ordinary(slots.room(pace.prefetch()));
        };
    }

    private ClaimPlan ordinary(int room) {
        if (room == 0) {
            return ClaimPlan.NOTHING;
        }
        shares.serve(rules.served());
        return shares.plan(Math.min(room, ClaimPlan.MOST), slots.roomToStart());
    }

    private static ClaimPlan suspectOf(String queue) {
        var entries = Arrays.stream(Lane.values())
                .map(lane -> new ClaimPlan.Entry(queue, lane, ClaimPlan.Kind.SUSPECT, 1))
                .toList();
        return new ClaimPlan(entries, 1);
    }

    private void settle(Carrier.Delivery delivery) {
        finisher.settled();
        for (var i = 0; i < delivery.outcomes().size(); i++) {
            var out = delivery.outcomes().get(i);
            var answer = delivery.answer().answers().get(i);
            aftermath.ended(out.lease(), out.commit(), answer);
        }
        if (delivery.outcomes().stream()
                .anyMatch(out -> rules.hasConcurrency(out.lease().queue()))) {
            // Its place is free for whichever worker comes first.
            hints.claiming();
        }
        if (!delivery.outcomes().isEmpty()) {
            hints.ended();
        }
    }

    private Next receive(Errand errand, Exchange.Answer answer) {
        if (answer.holder() == Exchange.HolderState.ENDED) {
            ended(errand);
            return Next.after(settings.timing().rest());
        }
        if (membership.id().equals(errand.ask().worker())) {
            take(errand, answer.claimed());
        }
        if (answer.claimed().stream().anyMatch(lease -> !lease.terms().limits().isEmpty())) {
            // Where granted jobs stood, others may stand now.
            hints.upkeep();
        }
        mind(errand, answer);
        var more = finisher.unflushed() > 0
                || isolation.isEmptying()
                || (!answer.claimed().isEmpty() && slots.room(pace.prefetch()) > 0);
        return more ? Next.now() : Next.after(idle(answer));
    }

    /** Not before a job stands ready that a rate allows, unless something wakes it. */
    private Duration idle(Exchange.Answer answer) {
        var rest = settings.timing().rest();
        return answer.next()
                .map(next -> next.compareTo(Timing.SHORTEST_TURN) < 0 ? Timing.SHORTEST_TURN : next)
                .filter(next -> next.compareTo(rest) < 0)
                .orElse(rest);
    }

    /** An answer may come long after its claim, as the answer to a repeated errand: the rules may have changed since. */
    private void take(Errand errand, List<Lease> claimed) {
        var claimedBefore = errand.basis().revision() != rules.revision();
        assign(claimed.stream()
                .filter(lease -> !claimedBefore || recall.passes(lease))
                .filter(this::isFit)
                .toList());
        if (errand.basis().revision() != rules.revision()) {
            // Rules that came since then may have found the leases nowhere.
            recall.unstarted();
        }
    }

    private void assign(List<Lease> leases) {
        var byStart = leases.stream().collect(partitioningBy(this::startsWhenClaimed));
        var now = ticker.nanos();
        slots.assignFirst(byStart.getOrDefault(true, List.of()), now);
        slots.assign(byStart.getOrDefault(false, List.of()), now);
    }

    /** A permit that waits in a worker keeps others of its key waiting for nothing; a unique key may be free before its job starts. */
    private boolean startsWhenClaimed(Lease lease) {
        return lease.terms().startsWhenClaimed() || rules.startsWhenClaimed(lease.queue());
    }

    /** Whether a job can run here. One that cannot is on its way to its end, or to a worker that performs it. */
    private boolean isFit(Lease lease) {
        var unfit = verdicts.unfit(lease, membership);
        unfit.ifPresent(end -> {
            if (end instanceof Then.Park) {
                aftermath.parking(lease);
            }
            finisher.add(lease, Commit.end(lease.key(), end));
        });
        return unfit.isEmpty();
    }

    /**
     * Whatever still runs here may run elsewhere by now; its outcomes are sent all the same and the store decides. An errand that
     * was begun before its row was there proves nothing about the row.
     */
    private void ended(Errand errand) {
        if (errand.basis().joined() && membership.renounce(errand.ask().worker())) {
            slots.lose();
        }
        hints.joining();
    }

    /** Keeps the books on lanes and suspects. */
    private void mind(Errand errand, Exchange.Answer answer) {
        switch (errand.stance()) {
            case INVITING -> {
                if (!errand.ask().plan().entries().isEmpty()) {
                    isolation.invited(!answer.claimed().isEmpty());
                }
            }
            case OPEN -> {
                if (!errand.ask().plan().entries().isEmpty()) {
                    shares.claimed(answer.claimed());
                    isolation.seen(answer.suspects());
                }
            }
            case CLOSED -> {}
        }
    }

    /** Gives back what the store counts as ours and we know nothing of. No exchange is under way, so both lists are true. */
    private void releaseUnknown() {
        var worker = membership.id();
        var known = new HashSet<LeaseKey>(slots.leases());
        known.addAll(finisher.leases());
        var releases = store.held(worker, ClaimPlan.MOST).stream()
                .filter(lease -> !known.contains(lease))
                .map(lease -> Commit.end(lease, new Then.Release(Ended.of(Outcome.RELEASED))))
                .toList();
        if (!releases.isEmpty()) {
            store.exchange(new Exchange.Ask(worker, numbering.last(), releases, ClaimPlan.NOTHING));
        }
        reconciling = false;
    }

    /** Compares what this worker holds with what the store says, at the next turn between two exchanges. */
    void reconcile() {
        reconciling = true;
    }

    /** Claims nothing from now on; outcomes are still carried. */
    public void closeDoor() {
        doorClosed = true;
    }

    /** Whether a turn is under way, which may still bring leases after the door was closed. */
    public boolean isExchanging() {
        return exchanging;
    }

    /** Whether every outcome is durable and none is on its way. */
    public boolean isFlushed() {
        return unflushed() == 0;
    }

    /** Outcomes that are not durable yet. */
    public int unflushed() {
        return finisher.unflushed();
    }
}
