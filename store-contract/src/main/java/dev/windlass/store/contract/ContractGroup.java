package dev.windlass.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.Commit;
import dev.windlass.store.Job;
import dev.windlass.store.Keep;
import dev.windlass.store.Lease;
import dev.windlass.store.LeaseKey;
import dev.windlass.store.NewJob;
import dev.windlass.store.Note;
import dev.windlass.store.RescuePlan;
import dev.windlass.store.RescuePlan.Scope;
import dev.windlass.store.Rescued;
import dev.windlass.store.ReviveAnswer;
import dev.windlass.store.Store;
import dev.windlass.store.Then;
import dev.windlass.task.Content;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What all groups of the contract share: a fresh store for each test, and short words for what tests do to it.
 *
 * <p>Each of these words settles, so that a test reads the same on a store without the ability ATOMIC. A test about the time before
 * that calls the port itself.
 */
abstract class ContractGroup {
    /** Longer than a worker's row lives without a renewal. */
    static final Duration PAST_LEASE = ScriptedWorker.LEASE.plusSeconds(1);

    static final Duration SECOND = Duration.ofSeconds(1);
    static final Duration MILLI = Duration.ofMillis(1);

    StoreFixture fixture;
    Store store;

    private long drafts;
    private long workers;

    /** A fresh, empty store. */
    protected abstract StoreFixture open() throws Exception;

    @BeforeEach
    final void openFixture() throws Exception {
        fixture = open();
        store = fixture.store();
    }

    @AfterEach
    final void closeFixture() throws IOException {
        fixture.close();
    }

    final void advance(Duration by) {
        fixture.advance(by);
    }

    final Instant now() {
        return store.now();
    }

    /** An ordinary job that nobody has accepted yet. */
    final JobDraft draft() {
        return JobDraft.numbered(++drafts);
    }

    final List<JobDraft> drafts(int count) {
        return Stream.generate(this::draft).limit(count).toList();
    }

    /** Accepts an ordinary job. */
    final JobId accept() {
        return accept(draft());
    }

    final JobId accept(JobDraft draft) {
        return acceptAll(List.of(draft)).get(0);
    }

    /** Accepts in one batch; answers the ids in its order. */
    final List<JobId> acceptAll(List<JobDraft> drafts) {
        store.jobs().accept(newJobs(drafts));
        settled();
        return drafts.stream().map(JobDraft::id).toList();
    }

    static List<NewJob> newJobs(List<JobDraft> drafts) {
        return drafts.stream().map(JobDraft::job).toList();
    }

    /** A worker whose row is there. */
    final ScriptedWorker worker() {
        return absentWorker().join();
    }

    /** A worker that has not joined. */
    final ScriptedWorker absentWorker() {
        return new ScriptedWorker(() -> store, ++workers);
    }

    final void settled() {
        ScriptedWorker.settle(store);
    }

    /** A full rescue by a worker that has just joined: suspect at the second loss in a row, quarantined at the fifth. */
    final RescuePlan rescuePlan() {
        return rescueBy(worker(), Scope.EXPIRED, 100);
    }

    static RescuePlan rescueBy(ScriptedWorker rescuer, Scope scope, int limit) {
        return new RescuePlan(rescuer.id(), scope, 2, 3, Keep.all(Ends.KEEP), limit);
    }

    final List<Rescued> rescue() {
        return rescue(rescuePlan());
    }

    final List<Rescued> rescue(RescuePlan plan) {
        var rescued = store.leases().rescue(plan);
        settled();
        return rescued;
    }

    /** Claims with a new worker the one job that is ready, and lets the worker vanish: one more loss. */
    final Rescued lose() {
        worker().claimOne();
        return rescueOne();
    }

    /** The same for a job that only a claim for suspects gives. */
    final Rescued loseSuspect() {
        assertThat(worker().claim(ScriptedWorker.plan(ScriptedWorker.suspect(1))))
                .as("suspects claimed")
                .hasSize(1);
        return rescueOne();
    }

    private Rescued rescueOne() {
        advance(PAST_LEASE);
        var rescued = rescue();
        assertThat(rescued).as("leases rescued of one vanished worker").hasSize(1);
        return rescued.get(0);
    }

    /** Moves what is due into its lane. */
    final void promote() {
        var seen = store.upkeep().look(List.of());
        var promoted = store.upkeep().promote(1_000);
        settled();
        if (promoted.count() > 0) {
            assertThat(seen.due()).as("the look before says that jobs are due").contains(Duration.ZERO);
        }
    }

    final void prune() {
        while (store.upkeep().prune(1_000).behind()) {
            // Each call looks at rows that no call before has looked at, or removes some: so this ends.
        }
    }

    final void revive(JobId id) {
        assertThat(store.jobs().revive(id)).as("revive of %s", id).isEqualTo(ReviveAnswer.REVIVED);
        settled();
    }

    final Job found(JobId id) {
        settled();
        var job = store.jobs().find(id);
        assertThat(job).as("job %s", id).isPresent();
        return job.orElseThrow();
    }

    final JobState stateOf(JobId id) {
        return found(id).state();
    }

    final boolean exists(JobId id) {
        settled();
        return store.jobs().find(id).isPresent();
    }

    static List<JobId> jobsOf(List<Lease> leases) {
        return leases.stream().map(lease -> lease.key().job()).toList();
    }

    static List<LeaseKey> keys(List<Lease> leases) {
        return leases.stream().map(Lease::key).toList();
    }

    /** The end of an attempt, with a child. */
    static Commit endWith(Lease lease, Then then, JobDraft... children) {
        return new Commit(
                lease.key(), Commit.LAST, then, Optional.empty(), newJobs(List.of(children)), Optional.empty());
    }

    /** The end of an attempt that leaves all that an end can leave. */
    static Commit fullEnd(Lease lease, Then then, JobDraft child) {
        return new Commit(
                lease.key(),
                Commit.LAST,
                then,
                Optional.of(Content.json("\"last checkpoint\"")),
                List.of(child.job()),
                Optional.of(Note.of(lease.key(), Optional.empty(), List.of("the last line"))));
    }

    static Commit checkpoint(Lease lease, int ordinal, String json, JobDraft... children) {
        return new Commit(
                lease.key(),
                ordinal,
                new Then.GoOn(),
                Optional.of(Content.json(json)),
                newJobs(List.of(children)),
                Optional.empty());
    }
}
