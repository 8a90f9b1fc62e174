package dev.windlass.docs;

import static dev.windlass.docs.Given.KEEP;

import dev.windlass.store.ClaimPlan;
import dev.windlass.store.Commit;
import dev.windlass.store.CommitAnswer;
import dev.windlass.store.Ended;
import dev.windlass.store.Exchange;
import dev.windlass.store.Job;
import dev.windlass.store.Keep;
import dev.windlass.store.Lease;
import dev.windlass.store.LeaseKey;
import dev.windlass.store.NewWorker;
import dev.windlass.store.RescuePlan;
import dev.windlass.store.Rescued;
import dev.windlass.store.Store;
import dev.windlass.store.StoreClock;
import dev.windlass.store.Then;
import dev.windlass.store.WorkerId;
import dev.windlass.store.contract.SteerableClock;
import dev.windlass.store.memory.MemoryStore;
import dev.windlass.task.Due;
import dev.windlass.task.JobState;
import dev.windlass.task.Lane;
import dev.windlass.task.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One job on a store, brought into a state by way of a past: a first lease that was lost, and a second one that was given back. So
 * in every state there is a lease that was moved and a commit that was accepted, and both can be tried again.
 */
final class Scene {
    private static final Duration LEASE = Duration.ofSeconds(15);

    private final SteerableClock clock = new SteerableClock();
    private final Store store;
    private final LeaseKey lost;
    private final Commit accepted;
    private long workers;

    /** Who claimed last. */
    private WorkerId holder = new WorkerId(0);

    private Scene(Function<StoreClock, Store> open) {
        store = open.apply(clock);
        accept(Due.NOW);
        lost = vanish();
        accepted = Commit.end(claimed().key(), new Then.Release(Given.ended(Outcome.RELEASED)));
        send(accepted);
    }

    /** A job in this state; empty is a job that was there and was pruned. */
    static Scene of(Optional<JobState> state, Function<StoreClock, Store> open) {
        var scene = new Scene(open);
        if (state.isEmpty()) {
            scene.end(new Then.Succeed(Given.ended(Outcome.SUCCEEDED), Given.RESULT, KEEP));
            scene.advance(KEEP.multipliedBy(2));
            scene.store.upkeep().prune(10);
            return scene;
        }
        switch (state.get()) {
            case READY -> {}
            case RUNNING -> scene.claimed();
            case SCHEDULED -> scene.end(Given.later(Outcome.FAILED));
            case SUCCEEDED -> scene.end(new Then.Succeed(Given.ended(Outcome.SUCCEEDED), Given.RESULT, KEEP));
            case DEAD -> scene.end(Given.die(Outcome.FATAL));
            case CANCELLED -> scene.store.jobs().cancel(Given.ID, KEEP);
            case WAITING -> scene.end(new Then.Park(unstarted()));
        }
        return scene;
    }

    /** A job with one failure, one release and one loss behind it, and a lease on it. */
    static Scene storied(Function<StoreClock, Store> open) {
        var scene = new Scene(open);
        scene.end(Given.later(Outcome.FAILED));
        scene.advance(Given.DELAY);
        scene.store.upkeep().promote(10);
        scene.settle();
        scene.vanish();
        return scene;
    }

    static List<Function<StoreClock, Store>> stores() {
        return List.of(MemoryStore::on, MemoryStore::split);
    }

    Store store() {
        return store;
    }

    Optional<Job> job() {
        settle();
        return store.jobs().find(Given.ID);
    }

    void accept(Due due) {
        store.jobs().accept(List.of(Given.job(due)));
        settle();
    }

    void advance(Duration by) {
        clock.advance(by);
    }

    /** A claim of sound jobs by a worker that has just joined. */
    List<Lease> claim() {
        return claim(ClaimPlan.Kind.SOUND);
    }

    List<Lease> claim(ClaimPlan.Kind kind) {
        holder = new WorkerId(++workers);
        store.workers().join(row(holder));
        var plan = ClaimPlan.of(Given.QUEUE, Lane.NORMAL, kind, 1);
        var ask = new Exchange.Ask(holder, 1, List.of(), plan);
        var leases = store.leases().exchange(ask).claimed();
        settle();
        return leases;
    }

    /** The lease of a claim that finds the job. */
    Lease claimed() {
        return claim().get(0);
    }

    CommitAnswer send(Commit commit) {
        var ask = new Exchange.Ask(holder, 1, List.of(commit), ClaimPlan.NOTHING);
        var answer = store.leases().exchange(ask).answers().get(0);
        settle();
        return answer;
    }

    /** Claims the job and ends the attempt so. */
    private void end(Then then) {
        send(Commit.end(claimed().key(), then));
    }

    /** A holder's row runs out while it holds the job, and another worker takes the job back. */
    private LeaseKey vanish() {
        var lease = claimed().key();
        advance(LEASE);
        rescue(RescuePlan.Scope.EXPIRED, 5);
        return lease;
    }

    /** A rescue by a worker that has just joined; a job is quarantined at this many losses in a row. */
    List<Rescued> rescue(RescuePlan.Scope scope, int mostLosses) {
        var rescuer = new WorkerId(++workers);
        store.workers().join(row(rescuer));
        var rescued = store.leases().rescue(new RescuePlan(rescuer, scope, mostLosses - 1, 1, Keep.all(KEEP), 10));
        settle();
        return rescued;
    }

    void holderLeaves() {
        store.workers().leave(holder);
    }

    void holderExpires() {
        advance(LEASE);
    }

    void settle() {
        store.upkeep().settle(100);
    }

    /** The lease that was taken from its vanished holder. */
    LeaseKey lost() {
        return lost;
    }

    /** A commit that was accepted. */
    Commit accepted() {
        return accepted;
    }

    private static NewWorker row(WorkerId id) {
        return new NewWorker(id, "worker", "host", 1, LEASE, Map.of(Given.TASK, 1));
    }

    static Commit checkpoint(LeaseKey lease) {
        return new Commit(lease, 1, new Then.GoOn(), Optional.of(Given.RESULT), List.of(), Optional.empty());
    }

    static Ended unstarted() {
        return Ended.of(Outcome.RELEASED);
    }
}
