package dev.windlass.store.contract.simulation;

import dev.windlass.engine.Rules;
import dev.windlass.store.Ability;
import dev.windlass.store.ClaimPlan;
import dev.windlass.store.Commit;
import dev.windlass.store.CommitAnswer;
import dev.windlass.store.Exchange;
import dev.windlass.store.JobQuery;
import dev.windlass.store.Lease;
import dev.windlass.store.LeaseKey;
import dev.windlass.store.NewJob;
import dev.windlass.store.NewWorker;
import dev.windlass.store.Promoted;
import dev.windlass.store.Renewal;
import dev.windlass.store.RescuePlan;
import dev.windlass.store.Rescued;
import dev.windlass.store.Store;
import dev.windlass.store.Then;
import dev.windlass.store.WorkerId;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import dev.windlass.task.Outcome;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Hears every call that takes effect in the store, with its answer, and knows from these alone where each job has to stand.
 * Whatever differs is a {@link Violation}. It reads the store for itself, past all faults and planted bugs of the way there.
 */
final class Witness {
    private final Store store;
    private final Agenda agenda;
    private final Rules rules;
    private final boolean atomic;
    private final Map<JobId, JobLife> lives = new LinkedHashMap<>();
    private final Map<WorkerId, RowLife> rows = new LinkedHashMap<>();

    Witness(Store store, Agenda agenda, Rules rules) {
        this.store = store;
        this.agenda = agenda;
        this.rules = rules;
        this.atomic = store.abilities().contains(Ability.ATOMIC);
    }

    Instant now() {
        return store.now();
    }

    Collection<JobLife> lives() {
        return lives.values();
    }

    JobLife life(JobId id) {
        var life = lives.get(id);
        if (life == null) {
            throw new Violation("job " + id + " was never accepted, and an answer of the store names it");
        }
        return life;
    }

    void accepted(List<NewJob> batch) {
        batch.forEach(this::begin);
        batch.forEach(job -> look(life(job.id())));
    }

    private void begin(NewJob job) {
        lives.computeIfAbsent(job.id(), id -> new JobLife(job, rules.of(job.queue()), now()));
    }

    /** I1: what was acknowledged is there. */
    void acknowledged(List<NewJob> batch) {
        for (var job : batch) {
            if (store.jobs().find(job.id()).isEmpty()) {
                throw new Violation("I1: job " + job.id() + " was acknowledged and is not in the store");
            }
        }
    }

    void exchanged(Exchange.Ask ask, Exchange.Answer answer) {
        var touched = new LinkedHashSet<JobLife>();
        for (var i = 0; i < ask.commits().size(); i++) {
            committed(ask.commits().get(i), answer.answers().get(i), touched);
        }
        var row = Optional.ofNullable(rows.get(ask.worker()));
        var live = row.filter(known -> !known.ended()).isPresent();
        if (live != (answer.holder() == Exchange.HolderState.LIVE)) {
            throw new Violation("worker " + ask.worker() + " was told that its row is " + answer.holder());
        }
        if (answer.claimed().size() > ask.plan().total()
                && answer.claimed().stream().noneMatch(lease -> isHeld(ask, lease))) {
            throw new Violation("a claim of " + ask.plan().total() + " was given "
                    + answer.claimed().size());
        }
        for (var lease : answer.claimed()) {
            claimed(ask, lease);
            touched.add(life(lease.key().job()));
        }
        // Only now: what was committed may have been claimed again in the same step.
        touched.forEach(this::look);
    }

    private boolean isHeld(Exchange.Ask ask, Lease lease) {
        return life(lease.key().job())
                .holding()
                .filter(holding -> holding.worker().equals(ask.worker()) && holding.claimNumber() == ask.claimNumber())
                .isPresent();
    }

    private void claimed(Exchange.Ask ask, Lease lease) {
        var life = life(lease.key().job());
        if (life.holds(lease.key()) && isHeld(ask, lease)) {
            return;
        }
        if (row(ask.worker()).expired(now())) {
            throw new Violation(life + " was given to a worker whose row has expired");
        }
        if (ask.plan().entries().stream().noneMatch(entry -> takes(entry, lease))) {
            throw new Violation(life + " was given to a claim that did not ask for it: " + ask.plan());
        }
        life.claimed(lease, new JobLife.Holding(ask.worker(), ask.claimNumber(), agenda.now()), now());
    }

    private static boolean takes(ClaimPlan.Entry entry, Lease lease) {
        return entry.queue().equals(lease.queue())
                && entry.lane() == lease.lane()
                && (entry.kind() == ClaimPlan.Kind.SUSPECT) == lease.suspect();
    }

    /** I3: a commit is accepted if and only if its lease is held, or was ended by this very commit before. */
    private void committed(Commit commit, CommitAnswer answer, Set<JobLife> touched) {
        var life = life(commit.lease().job());
        var repeated = life.hasEnded(commit.lease());
        if ((answer == CommitAnswer.FINISHED) != (repeated || life.holds(commit.lease()))) {
            throw new Violation("I3: a commit of the fence " + commit.lease().fence() + " was answered " + answer + ": "
                    + commit.then() + ", " + life + " is " + life.state());
        }
        if (answer == CommitAnswer.FINISHED && !repeated) {
            excuse(life, commit);
            life.ended(commit, now());
            commit.children().forEach(this::begin);
            touched.add(life);
            commit.children().forEach(child -> touched.add(life(child.id())));
        }
    }

    /** I5: a job is given back, to run once more, only where something happened to its worker. */
    private void excuse(JobLife life, Commit commit) {
        var holding = life.holding().orElseThrow();
        if (commit.then() instanceof Then.Release release
                && release.ended().outcome() == Outcome.RELEASED
                && !row(holding.worker()).excuses().forRelease(holding.since())) {
            throw new Violation("I5: " + life + " was given back although nothing had happened to its worker");
        }
    }

    void joined(NewWorker worker, Excuses excuses) {
        rows.computeIfAbsent(worker.id(), id -> new RowLife(worker, excuses, now(), agenda.now()));
    }

    void renewed(WorkerId worker, Renewal answer) {
        var row = Optional.ofNullable(rows.get(worker)).filter(known -> !known.ended());
        if (row.isPresent() != answer instanceof Renewal.Renewed) {
            throw new Violation("worker " + worker + " renewed and was told " + answer);
        }
        row.ifPresent(known -> known.renewed(now(), agenda.now()));
        if (answer instanceof Renewal.Renewed renewed && renewed.held() != held(worker)) {
            throw new Violation(
                    "worker " + worker + " was told it holds " + renewed.held() + ", it holds " + held(worker));
        }
    }

    private long held(WorkerId worker) {
        return lives.values().stream().filter(life -> isHeldBy(life, worker)).count();
    }

    private static boolean isHeldBy(JobLife life, WorkerId worker) {
        return life.holding().isPresent() && life.holding().get().worker().equals(worker);
    }

    void left(WorkerId worker) {
        Optional.ofNullable(rows.get(worker)).ifPresent(RowLife::end);
    }

    private RowLife row(WorkerId worker) {
        var row = rows.get(worker);
        if (row == null) {
            throw new Violation("worker " + worker + " never joined, and an answer of the store names it");
        }
        return row;
    }

    void rescued(RescuePlan plan, List<Rescued> answer) {
        var now = now();
        var by = Optional.ofNullable(rows.get(plan.by())).filter(row -> !row.ended() && !row.expired(now));
        if (by.isEmpty() && !answer.isEmpty()) {
            throw new Violation("worker " + plan.by() + " rescued jobs, and its own row is over");
        }
        if (by.isPresent() && plan.scope() == RescuePlan.Scope.EXPIRED) {
            rows.values().stream().filter(row -> row.expired(now)).forEach(RowLife::end);
        }
        answer.forEach(rescued -> lost(rescued, plan));
    }

    private void lost(Rescued rescued, RescuePlan plan) {
        var life = life(rescued.lease().job());
        var row = row(rescued.holder());
        if (!life.holds(rescued.lease()) || !isHeldBy(life, rescued.holder())) {
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
        look(life);
    }

    /** Whether a rescue of this scope would move a job. */
    boolean anyLost(RescuePlan.Scope scope) {
        var now = now();
        for (var life : lives.values()) {
            if (life.holding().isPresent()) {
                var row = row(life.holding().get().worker());
                if (row.ended() || (scope == RescuePlan.Scope.EXPIRED && row.expired(now))) {
                    return true;
                }
            }
        }
        return false;
    }

    boolean any(JobState state) {
        for (var life : lives.values()) {
            if (life.state() == state) {
                return true;
            }
        }
        return false;
    }

    boolean anyDue() {
        var now = now();
        for (var life : lives.values()) {
            if (life.isDue(now)) {
                return true;
            }
        }
        return false;
    }

    /** Never early: what became ready was due. */
    void promoted(Promoted answer) {
        if (answer.count() == 0) {
            return;
        }
        var now = now();
        var count = 0;
        for (var life : lives.values()) {
            if (life.isDue(now) && isReady(life)) {
                life.promoted();
                count++;
            }
        }
        if (count != answer.count()) {
            throw new Violation(answer.count() + " jobs became ready, " + count + " of them were due");
        }
    }

    private boolean isReady(JobLife life) {
        return store.jobs()
                .find(life.id())
                .filter(job -> job.state() == JobState.READY)
                .isPresent();
    }

    void settled(int count) {
        if (count > 0) {
            lives.values().stream().filter(life -> !life.wasSeen()).forEach(this::lookForLate);
        }
    }

    private void lookForLate(JobLife life) {
        store.jobs().find(life.id()).ifPresent(life::compare);
    }

    void pruned(int count) {
        if (count > 0) {
            throw new Violation(count + " jobs were removed before their time");
        }
    }

    private void look(JobLife life) {
        var found = store.jobs().find(life.id());
        if (found.isPresent()) {
            life.compare(found.get());
        } else if (atomic || life.wasSeen()) {
            throw new Violation("I1: " + life + " is not in the store any more");
        }
    }

    /** When the store gave this lease, or the beginning of time where it was taken away since. */
    long claimedAt(LeaseKey lease) {
        var life = life(lease.job());
        return life.holds(lease) ? life.holding().orElseThrow().since() : 0;
    }

    /** The jobs that have not ended. */
    List<JobLife> open() {
        return lives.values().stream().filter(life -> !life.state().ended()).toList();
    }

    /** The attempts that succeeded. */
    Set<LeaseKey> succeeded() {
        return lives.values().stream()
                .flatMap(life -> life.succeededBy().stream())
                .collect(Collectors.toSet());
    }

    /** How many attempts ended without an outcome of their own. */
    int reruns() {
        return lives.values().stream().mapToInt(JobLife::reruns).sum();
    }

    /** Every attempt is in the history of its job, in order, and one of them succeeded if the job did. */
    void checkHistories() {
        lives.values().forEach(life -> life.compare(store.jobs().attempts(life.id())));
    }

    /** Compares every job there is, and finds those that should not be. */
    void lookAtAll() {
        var page = store.jobs().list(JobQuery.ALL.withLimit(JobQuery.MOST));
        page.jobs().forEach(job -> life(job.id()).compare(job));
        var shown = lives.values().stream().filter(JobLife::wasSeen).count();
        if (shown != page.jobs().size()) {
            throw new Violation("I1: the store has shown " + shown + " jobs and now lists "
                    + page.jobs().size());
        }
    }
}
