package dev.windlass.store.contract.simulation;

import dev.windlass.engine.Rules;
import dev.windlass.store.Accepted;
import dev.windlass.store.CancelAnswer;
import dev.windlass.store.ClaimPlan;
import dev.windlass.store.Commit;
import dev.windlass.store.CommitAnswer;
import dev.windlass.store.Edit;
import dev.windlass.store.EditAnswer;
import dev.windlass.store.Exchange;
import dev.windlass.store.GrantPlan;
import dev.windlass.store.Granted;
import dev.windlass.store.Job;
import dev.windlass.store.Lease;
import dev.windlass.store.LeaseKey;
import dev.windlass.store.NewJob;
import dev.windlass.store.NewWorker;
import dev.windlass.store.Promoted;
import dev.windlass.store.Pruned;
import dev.windlass.store.Renewal;
import dev.windlass.store.RescuePlan;
import dev.windlass.store.Rescued;
import dev.windlass.store.ReviveAnswer;
import dev.windlass.store.Store;
import dev.windlass.store.Then;
import dev.windlass.store.WorkerId;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import dev.windlass.task.Outcome;
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
    /** How long what people said of a queue may be on its way to a worker, as an answer that it read before. */
    private static final long LONGEST_NEWS = 1_000 * World.MILLI;

    private final Store store;
    private final Agenda agenda;
    private final Lives lives;
    private final QueueWatch queues;
    private final Rows rows = new Rows();
    private int calls;
    private int seen;

    Witness(Store store, Agenda agenda, Rules rules) {
        this.store = store;
        this.agenda = agenda;
        this.lives = new Lives(store, rules);
        this.queues = new QueueWatch(rules.declared(), agenda);
    }

    Lives lives() {
        return lives;
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
        batch.forEach(job -> lives.accepted(job, answer.standing(job.id())));
        batch.forEach(job -> lives.look(lives.get(answer.standing(job.id()))));
        lives.called();
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
        touched.addAll(given);
        // Only now: what was committed may have been claimed again in the same step.
        touched.forEach(lives::look);
        lives.called();
    }

    /** I3: a commit is accepted if and only if its lease is held, or was ended by this very commit before. */
    private void committed(Commit commit, CommitAnswer answer, Set<JobLife> touched) {
        var life = lives.get(commit.lease().job());
        var repeated = life.hasEnded(commit.lease());
        if (answer.decides() != (repeated || life.holds(commit.lease()))) {
            throw new Violation("I3: a commit of the fence " + commit.lease().fence() + " was answered " + answer + ": "
                    + commit.then() + ", " + life + " is " + life.state());
        }
        if (answer.decides() && !repeated) {
            excuse(life, commit);
            // Children come first: one that asks for the key of its own parent is answered by that.
            commit.children().forEach(lives::committed);
            life.ended(commit, now());
            if (commit.then() instanceof Then.Release release
                    && release.ended().span().isEmpty()) {
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
                && !queues.changedSince(holding.since() - LONGEST_NEWS)) {
            throw new Violation("I5: " + life + " was given back although nothing had happened to its worker");
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
        if (ask.plan().entries().stream().noneMatch(entry -> takes(entry, lease))) {
            throw new Violation(life + " was given to a claim that did not ask for it: " + ask.plan());
        }
        life.claimed(lease, new JobLife.Holding(ask.worker(), ask.claimNumber(), agenda.now()), now());
        lives.moved(life);
        queues.started(life.queue(), lease.key(), now());
        lives.permits().started(life, lease.key(), now());
        return Optional.of(life);
    }

    private static boolean takes(ClaimPlan.Entry entry, Lease lease) {
        return entry.queue().equals(lease.queue())
                && entry.lane() == lease.lane()
                && (entry.kind() == ClaimPlan.Kind.SUSPECT) == lease.suspect();
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
        if (life.fate() != rescued.fate()) {
            throw new Violation(life + " was rescued as " + rescued.fate() + ", it should be " + life.fate());
        }
        lives.moved(life);
        lives.look(life);
    }

    /** Never early: what became ready, or went into line for its limits, was due. */
    void promoted(Promoted answer) {
        if (answer.count() == 0) {
            return;
        }
        var now = now();
        var come = lives.such(life -> life.isDue(now) && shown(life) != JobState.SCHEDULED);
        if (come.size() != answer.count()) {
            throw new Violation(answer.count() + " jobs were promoted, " + come.size() + " of them were due");
        }
        come.forEach(JobLife::promoted);
        lives.permits().line(come);
    }

    void granted(GrantPlan plan, Granted answer) {
        // A permit in a queue that is paused would keep the jobs of others waiting: it may go back, and then does so
        // first.
        lives.such(life -> life.stands() && queues.isPaused(life.queue()) && shown(life) == JobState.WAITING)
                .forEach(JobLife::returned);
        if (answer.count() > 0) {
            var passed = lives.such(life -> life.state() == JobState.WAITING && shown(life) == JobState.READY);
            queues.granted(passed);
            lives.permits().granted(passed, plan, answer, lives);
        }
    }

    private JobState shown(JobLife life) {
        return store.jobs().find(life.id()).map(Job::state).orElse(JobState.SCHEDULED);
    }

    void settled(int count) {
        if (count > 0) {
            lives.settled();
        }
    }

    void pruned(Pruned answer) {
        if (answer.count() > 0) {
            throw new Violation(answer.count() + " jobs were removed before their time");
        }
    }

    void cancelled(JobId id, CancelAnswer answer) {
        var life = lives.get(id);
        if (!life.wasSeen() && answer == CancelAnswer.UNKNOWN) {
            return;
        }
        var right = switch (life.state()) {
            case SCHEDULED, READY, WAITING, CANCELLED -> CancelAnswer.CANCELLED;
            case RUNNING -> CancelAnswer.RUNNING;
            case SUCCEEDED, DEAD -> CancelAnswer.ENDED;
        };
        if (answer != right) {
            throw new Violation(life + " is " + life.state() + ", and a cancel was answered " + answer);
        }
        if (answer == CancelAnswer.CANCELLED) {
            life.cancelled();
            lives.moved(life);
            lives.called();
        } else if (answer == CancelAnswer.RUNNING) {
            life.calledOff();
        }
        lives.look(life);
    }

    void revived(JobId id, ReviveAnswer answer) {
        var life = lives.get(id);
        if (!life.wasSeen() && answer == ReviveAnswer.UNKNOWN) {
            return;
        }
        var right = life.state() == JobState.DEAD ? lives.rightRevives(life) : Set.of(ReviveAnswer.NOT_DEAD);
        if (!right.contains(answer)) {
            throw new Violation(life + " is " + life.state() + ", and a revive was answered " + answer);
        }
        if (answer == ReviveAnswer.REVIVED) {
            lives.revived(life);
        }
        lives.look(life);
    }

    void edited(JobId id, Edit edit, EditAnswer answer) {
        var life = lives.get(id);
        if (!life.wasSeen() && answer == EditAnswer.UNKNOWN) {
            return;
        }
        var right = switch (life.state()) {
            case SCHEDULED, READY, WAITING -> EditAnswer.EDITED;
            case RUNNING -> EditAnswer.RUNNING;
            case SUCCEEDED, DEAD, CANCELLED -> EditAnswer.ENDED;
        };
        if (answer != right) {
            throw new Violation(life + " is " + life.state() + ", and an edit was answered " + answer);
        }
        life.edited(edit, now());
        lives.look(life);
    }

    void purged(String queue, int count) {
        var purged =
                lives.such(life -> life.queue().equals(queue) && waits(life.id()) && shown(life) == JobState.CANCELLED);
        if (purged.size() != count) {
            throw new Violation(count + " jobs were purged from queue " + queue + ", cancelled are " + purged);
        }
        for (var life : purged) {
            life.cancelled();
            lives.moved(life);
        }
        lives.called();
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

    int countGrantable() {
        return lives.permits().countGrantable(lives);
    }

    int countDue() {
        var now = now();
        return lives.count(life -> life.isDue(now));
    }

    /** Whether it waits, so that a cancel or an edit moves it. */
    boolean waits(JobId id) {
        var state = lives.get(id).state();
        return !state.ended() && state != JobState.RUNNING;
    }

    boolean mayRevive(JobId id) {
        return lives.get(id).state() == JobState.DEAD;
    }

    /** When the store gave this lease, in virtual time. */
    long claimedAt(LeaseKey lease) {
        return lives.get(lease.job()).claimedAt(lease.fence());
    }
}
