package dev.windlass.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.ClaimPlan;
import dev.windlass.store.Commit;
import dev.windlass.store.CommitAnswer;
import dev.windlass.store.Exchange;
import dev.windlass.store.Lease;
import dev.windlass.store.LeaseKey;
import dev.windlass.store.NewWorker;
import dev.windlass.store.Renewal;
import dev.windlass.store.Store;
import dev.windlass.store.Then;
import dev.windlass.store.WorkerId;
import dev.windlass.task.Lane;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A worker as a test plays it: it joins once, numbers its claims, and does nothing by itself. One thread at a time.
 *
 * <p>It asks for the store at each call, because a test may open the store anew under its feet.
 */
final class ScriptedWorker {
    static final Duration LEASE = Duration.ofSeconds(15);
    static final String HOST = "host-1";

    private final Supplier<Store> store;
    private final WorkerId id;
    private Map<String, Integer> tasks = Map.of(JobDraft.TASK, 1);
    private long claims;

    ScriptedWorker(Supplier<Store> store, long number) {
        this.store = store;
        this.id = new WorkerId(number);
    }

    static ClaimPlan.Entry sound(int quota) {
        return new ClaimPlan.Entry(JobDraft.QUEUE, Lane.NORMAL, ClaimPlan.Kind.SOUND, quota);
    }

    static ClaimPlan.Entry soundOf(String queue, int quota) {
        return new ClaimPlan.Entry(queue, Lane.NORMAL, ClaimPlan.Kind.SOUND, quota);
    }

    static ClaimPlan.Entry suspect(int quota) {
        return new ClaimPlan.Entry(JobDraft.QUEUE, Lane.NORMAL, ClaimPlan.Kind.SUSPECT, quota);
    }

    /** A plan bounded by nothing but the quotas of its entries. */
    static ClaimPlan plan(ClaimPlan.Entry... entries) {
        return new ClaimPlan(
                List.of(entries),
                Arrays.stream(entries).mapToInt(ClaimPlan.Entry::quota).sum());
    }

    WorkerId id() {
        return id;
    }

    NewWorker row() {
        return new NewWorker(id, "worker " + id, HOST, 4711, LEASE, tasks);
    }

    /** A worker that says it performs these, from its next join on. */
    ScriptedWorker performing(Map<String, Integer> others) {
        tasks = others;
        return this;
    }

    static ClaimPlan.Entry parked(int quota) {
        return new ClaimPlan.Entry(JobDraft.QUEUE, Lane.NORMAL, ClaimPlan.Kind.PARKED, quota);
    }

    ScriptedWorker join() {
        store.get().workers().join(row());
        return this;
    }

    Renewal renew() {
        return store.get().workers().renew(id);
    }

    void leave() {
        store.get().workers().leave(id);
    }

    /** Up to this many sound jobs of the ordinary lane. */
    List<Lease> claim(int quota) {
        return claim(plan(sound(quota)));
    }

    List<Lease> claim(ClaimPlan plan) {
        settle(store.get());
        return exchange(plan).claimed();
    }

    /** The one job that is there. */
    Lease claimOne() {
        var claimed = claim(1);
        assertThat(claimed).as("leases of a claim while one job is ready").hasSize(1);
        return claimed.get(0);
    }

    /** A new claim with these commits before it; nothing is settled. */
    Exchange.Answer exchange(ClaimPlan plan, Commit... commits) {
        return repeat(nextClaim(), plan, commits);
    }

    /** A claim under a number that may have been used before. */
    Exchange.Answer repeat(long claimNumber, ClaimPlan plan, Commit... commits) {
        return store.get().leases().exchange(new Exchange.Ask(id, claimNumber, List.of(commits), plan));
    }

    /** The number of the next claim, from 1. */
    long nextClaim() {
        return ++claims;
    }

    /** Ends the attempt and lets the consequences come. */
    CommitAnswer end(Lease lease, Then then) {
        return commit(Commit.end(lease.key(), then));
    }

    /** Commits and lets the consequences come. */
    CommitAnswer commit(Commit commit) {
        var answer = send(commit);
        settle(store.get());
        return answer;
    }

    /** Commits; where the store is not ATOMIC, the consequences are still to come. */
    CommitAnswer send(Commit commit) {
        var answers = exchange(ClaimPlan.NOTHING, commit).answers();
        assertThat(answers).as("answers to one commit").hasSize(1);
        return answers.get(0);
    }

    List<LeaseKey> held() {
        return store.get().leases().held(id, 1_000);
    }

    static void settle(Store store) {
        while (store.upkeep().settle(1_000) > 0) {
            // Each call is bounded and applies something, so this ends with the last consequence.
        }
    }
}
