package dev.windlass.store.contract.simulation;

import dev.windlass.engine.Rules;
import dev.windlass.store.Ability;
import dev.windlass.store.Edit;
import dev.windlass.store.Job;
import dev.windlass.store.JobQuery;
import dev.windlass.store.LeaseKey;
import dev.windlass.store.NewJob;
import dev.windlass.store.ReviveAnswer;
import dev.windlass.store.Store;
import dev.windlass.store.WaitReason;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The lives of all jobs, and their comparison with what the store shows. */
final class Lives {
    private final Store store;
    private final Rules rules;
    private final boolean atomic;
    private final Map<JobId, JobLife> lives = new LinkedHashMap<>();
    private final Keyring keyring = new Keyring();

    /** Children of accepted commits of which nobody knows yet whether another job answers for them. */
    private final Map<JobId, Unborn> unborn = new LinkedHashMap<>();

    /** Jobs that were asked for and answered by others. */
    private final Set<JobId> answered = new HashSet<>();

    private record Unborn(NewJob child, Instant at) {}

    private final Permits permits;

    Lives(Store store, Rules rules) {
        this.permits = new Permits(World.LIMITS);
        this.store = store;
        this.rules = rules;
        this.atomic = store.abilities().contains(Ability.ATOMIC);
    }

    /** A job was accepted, or {@code standing} answers in its stead. What was accepted before stays as it is. */
    void accepted(NewJob job, JobId standing) {
        var first = Optional.of(standing).filter(other -> !other.equals(job.id()));
        if (!lives.containsKey(job.id())) {
            var now = store.now();
            keyring.require(job, first, now);
            first.ifPresentOrElse(other -> answer(get(other), job, now), () -> begin(job, now));
        } else if (first.isPresent()) {
            throw new Violation(get(job.id()) + " was accepted before, and is answered by " + standing);
        }
    }

    /** The holder of a key answers another job, and takes on from it what that one's key asks. */
    private void answer(JobLife first, NewJob job, Instant now) {
        answered.add(job.id());
        switch (job.terms().unique().orElseThrow().action()) {
            case REJECT -> {}
            case REPLACE ->
                first.edited(
                        Edit.NOTHING
                                .withPayload(job.payload())
                                .withLane(job.lane())
                                .withDue(job.due()),
                        now);
            case MOVE_EARLIER -> first.movedEarlier(job.due(), now);
        }
    }

    /** Whether another job holds the key of this one. */
    boolean answersFor(NewJob job) {
        return !lives.containsKey(job.id()) && !(keyring.hold(job, store.now()) instanceof Keyring.Hold.Free);
    }

    private void begin(NewJob job, Instant now) {
        answered.remove(job.id());
        keyring.take(job, now);
        var life = new JobLife(
                job, rules.of(job.queue()), permits.areRated(job.terms().limits()), now);
        lives.put(job.id(), life);
        permits.line(List.of(life));
    }

    Permits permits() {
        return permits;
    }

    /** A commit with this child was accepted. Whether it exists is decided now, or when the store settles. */
    void committed(NewJob child) {
        if (child.terms().unique().isPresent()) {
            unborn.put(child.id(), new Unborn(child, store.now()));
            bear();
        } else if (!lives.containsKey(child.id())) {
            begin(child, store.now());
        }
    }

    /**
     * Finds out which children were answered by others. A child that is not there may still come while anything is unsettled. Who
     * held its key at the commit may answer it later as well; who holds it by now must.
     */
    private void bear() {
        var settled = atomic || unborn.isEmpty() || !store.jobs().backlog().unsettled();
        for (var child : List.copyOf(unborn.values())) {
            var job = child.child();
            if (store.jobs().find(job.id()).isPresent()) {
                unborn.remove(job.id());
                keyring.require(job, Optional.empty(), store.now());
                begin(job, child.at());
            } else if (settled) {
                unborn.remove(job.id());
                answered.add(job.id());
                keyring.requireHeld(job, child.at());
            }
        }
    }

    /** The store has settled something. */
    void settled() {
        bear();
        such(life -> !life.wasSeen()).forEach(this::look);
        if (!store.jobs().backlog().unsettled()) {
            keyring.settled();
        }
    }

    /** A call has taken effect on this job. */
    void moved(JobLife life) {
        keyring.moved(life.base(), life.state());
    }

    /** A lease goes back that has not started. */
    void neverStarted(JobLife life, LeaseKey lease) {
        permits.neverStarted(lease);
        keyring.neverStarted(life.base(), store.now());
    }

    /** A call has taken effect; where nothing comes late, nothing is left of it. */
    void called() {
        if (atomic) {
            keyring.settled();
        }
    }

    /** How a revive of a dead job may be answered. */
    Set<ReviveAnswer> rightRevives(JobLife life) {
        var hold = keyring.hold(life.base(), store.now());
        if (hold instanceof Keyring.Hold.Free || Keyring.isHeldBy(life.id(), hold)) {
            return EnumSet.of(ReviveAnswer.REVIVED);
        }
        return hold instanceof Keyring.Hold.Firm
                ? EnumSet.of(ReviveAnswer.KEY_TAKEN)
                : EnumSet.of(ReviveAnswer.KEY_TAKEN, ReviveAnswer.REVIVED);
    }

    void revived(JobLife life) {
        life.revived(store.now());
        permits.line(List.of(life));
        keyring.takeAgain(life.base(), store.now());
    }

    /** Whether another job answered for this one. */
    boolean wasAnswered(JobId id) {
        return answered.contains(id);
    }

    /** How many jobs somebody wanted: those that were accepted, and those that others answered for. */
    int asked() {
        return lives.size() + answered.size();
    }

    JobLife get(JobId id) {
        var life = lives.get(id);
        if (life == null) {
            throw new Violation("job " + id + " was never accepted, and the store names it");
        }
        return life;
    }

    Optional<JobLife> find(JobId id) {
        return Optional.ofNullable(lives.get(id));
    }

    Collection<JobLife> all() {
        return lives.values();
    }

    List<JobLife> such(Predicate<JobLife> such) {
        return lives.values().stream().filter(such).toList();
    }

    int count(Predicate<JobLife> such) {
        var count = 0;
        for (var life : lives.values()) {
            count += such.test(life) ? 1 : 0;
        }
        return count;
    }

    int countRunning(String queue) {
        return count(life -> life.state() == JobState.RUNNING && life.queue().equals(queue));
    }

    /** In which state the store shows it; SCHEDULED where it is not there yet. */
    JobState shown(JobLife life) {
        return store.jobs().find(life.id()).map(Job::state).orElse(JobState.SCHEDULED);
    }

    /** A claim may have found parked jobs and no token of their rates for them. */
    void lookAtParked() {
        such(life -> life.isParked() && permits.areRated(life.limits())).stream()
                .filter(life -> store.jobs().find(life.id()).flatMap(Job::waiting).stream()
                        .noneMatch(WaitReason.NO_TASK::equals))
                .forEach(JobLife::joinsLine);
    }

    /** Compares one job. A child of a commit whose consequences come late may not be there yet. */
    void look(JobLife life) {
        var found = store.jobs().find(life.id());
        if (found.isPresent()) {
            life.compare(found.get());
        } else if (atomic || life.wasSeen()) {
            throw new Violation("I1: " + life + " is not in the store");
        }
    }

    /** Compares every job there is, and finds those that should not be. */
    void lookAtAll() {
        var page = store.jobs().list(JobQuery.ALL.withLimit(JobQuery.MOST));
        page.jobs().forEach(job -> get(job.id()).compare(job));
        var seen = count(JobLife::wasSeen);
        if (seen != page.jobs().size()) {
            throw new Violation("I1: the store has shown " + seen + " jobs and now lists "
                    + page.jobs().size());
        }
    }

    /** I1: what was acknowledged is there. */
    void acknowledged(Collection<JobId> standing) {
        for (var id : standing) {
            if (store.jobs().find(id).isEmpty()) {
                throw new Violation("I1: job " + id + " was acknowledged and is not in the store");
            }
        }
    }

    /** Every attempt is in the history of its job, in order, and one of them succeeded if the job did. */
    void checkHistories() {
        lives.values().forEach(life -> Histories.compare(life, store.jobs().attempts(life.id())));
    }

    /** P5: every attempt that completed its job has written, once, and no other has. */
    void checkReceipts(Receipts receipts) {
        var expected = lives.values().stream()
                .filter(life -> life.base().task().equals(Cast.CLERK))
                .flatMap(life -> life.succeededBy().stream())
                .collect(Collectors.toSet());
        var written = receipts.all();
        if (written.size() != expected.size() || !expected.containsAll(written)) {
            throw new Violation("P5: completed were " + expected + ", and written is what " + written + " wrote");
        }
    }

    /** The jobs that have not ended. */
    List<JobLife> open() {
        return such(life -> !life.state().ended());
    }

    /** The attempts that succeeded. */
    Set<LeaseKey> succeeded() {
        return lives.values().stream()
                .flatMap(life -> life.succeededBy().stream())
                .collect(Collectors.toSet());
    }

    /** How many attempts were lost or given back. */
    int reruns() {
        return lives.values().stream().mapToInt(JobLife::reruns).sum();
    }
}
