package dev.windlass.store.contract.simulation;

import dev.windlass.engine.Rules;
import dev.windlass.store.Accepted;
import dev.windlass.store.ClaimPlan;
import dev.windlass.store.Commit;
import dev.windlass.store.CommitAnswer;
import dev.windlass.store.Exchange;
import dev.windlass.store.Expired;
import dev.windlass.store.GrantPlan;
import dev.windlass.store.Granted;
import dev.windlass.store.Lease;
import dev.windlass.store.LeaseKey;
import dev.windlass.store.NewJob;
import dev.windlass.store.NewWorker;
import dev.windlass.store.Promoted;
import dev.windlass.store.Pruned;
import dev.windlass.store.Renewal;
import dev.windlass.store.RescuePlan;
import dev.windlass.store.Rescued;
import dev.windlass.store.Store;
import dev.windlass.store.Then;
import dev.windlass.store.WorkerId;
import dev.windlass.task.JobState;
import dev.windlass.task.Outcome;
import dev.windlass.task.QueueFullException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Hears every call that takes effect in the store, with its answer, and knows from these alone where each job has to stand.
 * Whatever differs is a {@link Violation}. It reads the store for itself, past all faults and planted bugs of the way there.
 */
final class Witness {
    private final Store store;
    private final Agenda agenda;
    private final Lives lives;
    private final QueueWatch queues;
    private final PeopleWatch people;
    private final Rows rows = new Rows();
    private int calls;
    private int seen;

    Witness(Store store, Agenda agenda, Rules rules) {
        this.store = store;
        this.agenda = agenda;
        this.lives = new Lives(store, rules);
        this.people = new PeopleWatch(store, lives);
        this.queues = new QueueWatch(rules.declared(), agenda);
    }

    Lives lives() {
        return lives;
    }

    PeopleWatch people() {
        return people;
    }

    QueueWatch queues() {
        return queues;
    }

    private Instant now() {
        return store.now();
    }

    /** A call takes effect, whatever it is. */
    void called() {
        calls++;
    }

    /** Compares every job, if so many calls have taken effect since the last time. */
    void lookAfter(int some) {
        if (calls - seen >= some) {
            seen = calls;
            lives.lookAtAll();
        }
    }

    void accepted(List<NewJob> batch, Accepted answer) {
        var fresh = batch.stream()
                .filter(job -> lives.find(job.id()).isEmpty()
                        && answer.standing(job.id()).equals(job.id()))
                .toList();
        queues.entered(fresh, lives);
        batch.forEach(job -> lives.accepted(job, answer.standing(job.id())));
        batch.forEach(job -> lives.look(lives.get(answer.standing(job.id()))));
        lives.called();
    }

    void refused(List<NewJob> batch, QueueFullException.Refusal refusal) {
        queues.refused(batch, refusal, lives);
    }

    /** Whether a queue has no room for this batch, those that would be answered by others left aside. */
    boolean mayRefuse(List<NewJob> batch) {
        return queues.isOver(
                batch.stream()
                        .filter(job -> lives.find(job.id()).isEmpty() && !lives.answersFor(job))
                        .toList(),
                lives);
    }

    void exchanged(Exchange.Ask ask, Exchange.Answer answer) {
        var touched = new LinkedHashSet<JobLife>();
        for (var i = 0; i < ask.commits().size(); i++) {
            committed(ask.commits().get(i), answer.answers().get(i), touched);
        }
        if (rows.live(ask.worker()).isPresent() != (answer.holder() == Exchange.HolderState.LIVE)) {
            throw new Violation("worker " + ask.worker() + " was told that its row is " + answer.holder());
        }
        var given = answer.claimed().stream()
                .flatMap(lease -> claimed(ask, lease).stream())
                .toList();
        queues.gave(given, ask.plan(), lives);
        lives.lookAtParked();
        touched.addAll(given);
        // Only now: what was committed may have been claimed again in the same step.
        touched.forEach(lives::look);
        lives.called();
    }

    /** A commit came whose work runs within it: just where its lease is held it is run, and then it is accepted. */
    void lent(LeaseKey lease, List<Commit> made, CommitAnswer answer) {
        var life = lives.get(lease.job());
        requireRight(lease, answer);
        if (made.size() != (life.holds(lease) ? 1 : 0)) {
            throw new Violation("the work of " + lease + " was run " + made.size() + " times and answered " + answer);
        }
        var touched = new LinkedHashSet<JobLife>();
        made.forEach(commit -> committed(commit, answer, touched));
        touched.forEach(lives::look);
        lives.called();
    }

    /** I3: a commit is accepted if and only if its lease is held, or was ended by this very commit before. */
    private void requireRight(LeaseKey lease, CommitAnswer answer) {
        var life = lives.get(lease.job());
        if (answer.decides() != (life.fences().hasEnded(lease) || life.holds(lease))) {
            throw new Violation("I3: a commit of the fence " + lease.fence() + " was answered " + answer + ", " + life
                    + " is " + life.state());
        }
    }

    private void committed(Commit commit, CommitAnswer answer, Set<JobLife> touched) {
        requireRight(commit.lease(), answer);
        var life = lives.get(commit.lease().job());
        var repeated = life.fences().hasEnded(commit.lease());
        if (answer.decides() && !repeated) {
            excuse(life, commit);
            requireUnable(life, commit);
            // Children come first: one that asks for the key of its own parent is answered by that.
            commit.children().forEach(lives::committed);
            life.ended(commit, now());
            var calledOff = life.state() == JobState.CANCELLED && !(commit.then() instanceof Then.Cancel);
            if (calledOff != (answer == CommitAnswer.CALLED_OFF)) {
                throw new Violation(
                        life + " is " + life.state() + " after " + commit.then() + ", which was answered " + answer);
            }
            if (isUnstarted(commit.then())) {
                queues.neverStarted(commit.lease());
                lives.neverStarted(life, commit.lease());
            }
            lives.moved(life);
            touched.add(life);
            commit.children().forEach(child -> lives.find(child.id()).ifPresent(touched::add));
        }
    }

    /** I5: a job is given back, to run once more, only where something happened to its worker. */
    private void excuse(JobLife life, Commit commit) {
        var holding = life.holding().orElseThrow();
        var row = rows.get(holding.worker());
        if (commit.then() instanceof Then.Release release
                && release.ended().outcome() == Outcome.RELEASED
                && !row.ended()
                && !row.excuses().forRelease(holding.since())
                && !wasTold(row, release, holding)) {
            throw new Violation("I5: " + life + " was given back although nothing had happened to its worker");
        }
    }

    private static boolean isUnstarted(Then then) {
        return (then instanceof Then.Release || then instanceof Then.Park)
                && ((Then.End) then).ended().span().isEmpty();
    }

    /** Whether its process was told rules of queues since it asked for the claim: jobs that have not started go back by them. */
    private static boolean wasTold(RowLife row, Then.Release release, JobLife.Holding holding) {
        return release.ended().span().isEmpty() && row.excuses().wasToldSince(holding.worker(), holding.claimNumber());
    }

    /** A worker puts nothing aside that it says it performs. */
    private void requireUnable(JobLife life, Commit commit) {
        var holder = life.holding().orElseThrow().worker();
        if (commit.then() instanceof Then.Park && rows.get(holder).performs(life.base())) {
            throw new Violation(life + " was parked by a worker that performs it");
        }
    }

    /** The job, unless this repeats an earlier answer. */
    private Optional<JobLife> claimed(Exchange.Ask ask, Lease lease) {
        var life = lives.get(lease.key().job());
        if (life.holds(lease.key()) && life.isHeldBy(ask.worker(), ask.claimNumber())) {
            return Optional.empty();
        }
        if (rows.get(ask.worker()).expired(now())) {
            throw new Violation(life + " was given to a worker whose row has expired");
        }
        if (ask.plan().entries().stream().noneMatch(entry -> takes(entry, lease, life))) {
            throw new Violation(life + " was given to a claim that did not ask for it: " + ask.plan());
        }
        if (life.isParked() && !rows.get(ask.worker()).performs(life.base())) {
            throw new Violation(life + " was parked, and was given to a worker that cannot perform it");
        }
        life.claimed(lease, new JobLife.Holding(ask.worker(), ask.claimNumber(), agenda.now()), now());
        lives.moved(life);
        queues.started(life.queue(), lease.key(), now());
        lives.permits().started(life, lease.key(), now());
        return Optional.of(life);
    }

    private static boolean takes(ClaimPlan.Entry entry, Lease lease, JobLife life) {
        var sound = life.isParked() ? ClaimPlan.Kind.PARKED : ClaimPlan.Kind.SOUND;
        return entry.queue().equals(lease.queue())
                && entry.lane() == lease.lane()
                && entry.kind() == (lease.suspect() ? ClaimPlan.Kind.SUSPECT : sound);
    }

    void joined(NewWorker worker, Excuses excuses) {
        rows.joined(worker, new RowLife(worker, excuses, now(), agenda.now()));
    }

    void renewed(WorkerId worker, Renewal answer) {
        var row = rows.live(worker);
        if (row.isPresent() != answer instanceof Renewal.Renewed) {
            throw new Violation("worker " + worker + " renewed and was told " + answer);
        }
        row.ifPresent(known -> known.renewed(now(), agenda.now()));
        var held = lives.count(life -> life.isHeldBy(worker));
        if (answer instanceof Renewal.Renewed renewed && renewed.held() != held) {
            throw new Violation("worker " + worker + " was told it holds " + renewed.held() + ", it holds " + held);
        }
    }

    void left(WorkerId worker) {
        rows.live(worker).ifPresent(RowLife::end);
    }

    void rescued(RescuePlan plan, List<Rescued> answer) {
        var now = now();
        var by = rows.live(plan.by()).filter(row -> !row.expired(now));
        if (by.isEmpty() && !answer.isEmpty()) {
            throw new Violation("worker " + plan.by() + " rescued jobs, and its own row is over");
        }
        if (by.isPresent() && plan.scope() == RescuePlan.Scope.EXPIRED) {
            rows.endExpired(now);
        }
        answer.forEach(rescued -> lost(rescued, plan));
        lives.called();
    }

    /** I5 and I6: a job is taken from the worker that holds it, and only if that one has vanished for a reason. */
    private void lost(Rescued rescued, RescuePlan plan) {
        var life = lives.get(rescued.lease().job());
        var row = rows.get(rescued.holder());
        if (!life.holds(rescued.lease()) || !life.isHeldBy(rescued.holder())) {
            throw new Violation("I6: " + life + " was taken from " + rescued.holder() + " under the fence "
                    + rescued.lease().fence() + ", which does not hold it; it is " + life.state());
        }
        if (!row.ended()) {
            throw new Violation("I5: " + life + " was taken from a worker that lives");
        }
        if (!row.excused()) {
            throw new Violation("I5: " + life + " was taken from a worker to which nothing had happened");
        }
        life.lost(plan);
        if (fate(life) != rescued.fate()) {
            throw new Violation(life + " was rescued as " + rescued.fate() + ", it should be " + fate(life));
        }
        lives.moved(life);
        lives.look(life);
    }

    private static Rescued.Fate fate(JobLife life) {
        return switch (life.state()) {
            case DEAD -> Rescued.Fate.QUARANTINED;
            case CANCELLED -> Rescued.Fate.CANCELLED;
            default -> life.suspect() ? Rescued.Fate.SUSPECT : Rescued.Fate.READY;
        };
    }

    /** Never early: what became ready, or went into line for its limits, was due. */
    void promoted(Promoted answer) {
        if (answer.count() == 0) {
            return;
        }
        var now = now();
        var come = lives.such(life -> life.isDue(now) && lives.shown(life) != JobState.SCHEDULED);
        if (come.size() != answer.count()) {
            throw new Violation(answer.count() + " jobs were promoted, " + come.size() + " of them were due");
        }
        come.forEach(JobLife::promoted);
        lives.permits().line(come);
    }

    void granted(GrantPlan plan, Granted answer) {
        // A permit in a queue that is paused would keep the jobs of others waiting: it may go back, and then does so
        // first.
        lives.such(life -> life.stands() && queues.isPaused(life.queue()) && lives.shown(life) == JobState.WAITING)
                .forEach(JobLife::returned);
        if (answer.count() > 0) {
            var passed = lives.such(life -> life.state() == JobState.WAITING && lives.shown(life) == JobState.READY);
            queues.granted(passed);
            lives.permits().granted(passed, plan, answer, lives);
        }
    }

    void settled(int count) {
        if (count > 0) {
            lives.settled();
        }
    }

    /** Whoever has not started in time is ended, and nobody else. */
    void expired(List<Expired> answer, int limit) {
        var now = now();
        for (var late : answer) {
            var life = lives.get(late.job());
            life.expired(store.jobs().find(life.id()).orElseThrow().fence(), now);
            lives.moved(life);
            lives.look(life);
        }
        var left = lives.such(life -> life.isLate(now) && life.wasSeen());
        if (answer.size() < limit && !left.isEmpty()) {
            throw new Violation("all that have not started in time were ended, but for " + left);
        }
        lives.called();
    }

    void pruned(Pruned answer) {
        if (answer.count() > 0) {
            throw new Violation(answer.count() + " jobs were removed before their time");
        }
    }

    /** How many jobs a rescue of this scope would move. */
    int countLost(RescuePlan.Scope scope) {
        var now = now();
        return lives.count(life -> life.holding()
                .map(holding -> rows.get(holding.worker()))
                .filter(row -> row.ended() || (scope == RescuePlan.Scope.EXPIRED && row.expired(now)))
                .isPresent());
    }

    int countClaimable() {
        var paused = queues.paused();
        return lives.count(life -> life.state() == JobState.READY && !paused.contains(life.queue()));
    }

    int countLate() {
        var now = now();
        return lives.count(life -> life.isLate(now));
    }

    /** How many jobs wait for a worker like this one. */
    int countParked(WorkerId worker) {
        var row = rows.live(worker);
        return row.isEmpty()
                ? 0
                : lives.count(life -> life.isParked()
                        && !queues.isPaused(life.queue())
                        && row.get().performs(life.base()));
    }

    int countGrantable() {
        return lives.permits().countGrantable(lives);
    }

    int countDue() {
        var now = now();
        return lives.count(life -> life.isDue(now));
    }

    boolean holds(LeaseKey lease) {
        return lives.get(lease.job()).holds(lease);
    }

    /** When the store gave this lease, in virtual time. */
    long claimedAt(LeaseKey lease) {
        return lives.get(lease.job()).fences().claimedAt(lease.fence());
    }
}
