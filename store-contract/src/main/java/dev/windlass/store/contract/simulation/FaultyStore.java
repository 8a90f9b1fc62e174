package dev.windlass.store.contract.simulation;

import dev.windlass.store.Ability;
import dev.windlass.store.Accepted;
import dev.windlass.store.Attempt;
import dev.windlass.store.Backlog;
import dev.windlass.store.CancelAnswer;
import dev.windlass.store.ClaimPlan;
import dev.windlass.store.Commit;
import dev.windlass.store.CommitAnswer;
import dev.windlass.store.Exchange;
import dev.windlass.store.Job;
import dev.windlass.store.JobPage;
import dev.windlass.store.JobQuery;
import dev.windlass.store.JobStore;
import dev.windlass.store.LeaseKey;
import dev.windlass.store.LeaseStore;
import dev.windlass.store.LogLine;
import dev.windlass.store.NewJob;
import dev.windlass.store.NewWorker;
import dev.windlass.store.Note;
import dev.windlass.store.Promoted;
import dev.windlass.store.Renewal;
import dev.windlass.store.RescuePlan;
import dev.windlass.store.Rescued;
import dev.windlass.store.ReviveAnswer;
import dev.windlass.store.Store;
import dev.windlass.store.Then;
import dev.windlass.store.Upkeep;
import dev.windlass.store.Worker;
import dev.windlass.store.WorkerId;
import dev.windlass.store.WorkerStore;
import dev.windlass.task.Content;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import dev.windlass.task.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The store as one process reaches it: over a wire on which calls get lost, and under the eyes of the witness. */
final class FaultyStore implements Store {
    private static final Set<Arrow> NONE = Set.of();

    private final Store store;
    private final Wire wire;
    private final Witness witness;
    private final Excuses excuses;

    FaultyStore(Store store, Wire wire, Witness witness, Excuses excuses) {
        this.store = store;
        this.wire = wire;
        this.witness = witness;
        this.excuses = excuses;
    }

    private <T> T send(String name, Set<Arrow> arrows, Supplier<T> request) {
        return wire.send(new Wire.Call(name, arrows, false), request);
    }

    @Override
    public JobStore jobs() {
        return new FaultyJobs();
    }

    @Override
    public LeaseStore leases() {
        return new FaultyLeases();
    }

    @Override
    public WorkerStore workers() {
        return new FaultyWorkers();
    }

    @Override
    public Upkeep upkeep() {
        return new FaultyUpkeep();
    }

    @Override
    public Instant now() {
        return store.now();
    }

    @Override
    public Set<Ability> abilities() {
        return store.abilities();
    }

    @Override
    public void close() {
        // The store is everybody's; a process that ends leaves it to the others.
    }

    private final class FaultyJobs implements JobStore {
        @Override
        public Accepted accept(List<NewJob> batch) {
            return send("accept " + batch.size(), EnumSet.of(Arrow.ACCEPT), () -> {
                var answer = store.jobs().accept(batch);
                witness.accepted(batch);
                return answer;
            });
        }

        @Override
        public Optional<Job> find(JobId id) {
            return send("find", NONE, () -> store.jobs().find(id));
        }

        @Override
        public JobPage list(JobQuery query) {
            return send("list", NONE, () -> store.jobs().list(query));
        }

        @Override
        public Optional<Content> payload(JobId id) {
            return send("payload", NONE, () -> store.jobs().payload(id));
        }

        @Override
        public Optional<Content> result(JobId id) {
            return send("result", NONE, () -> store.jobs().result(id));
        }

        @Override
        public Optional<Content> checkpoint(JobId id) {
            return send("checkpoint", NONE, () -> store.jobs().checkpoint(id));
        }

        @Override
        public List<Attempt> attempts(JobId id) {
            return send("attempts", NONE, () -> store.jobs().attempts(id));
        }

        @Override
        public List<LogLine> log(JobId id) {
            return send("log", NONE, () -> store.jobs().log(id));
        }

        @Override
        public CancelAnswer cancel(JobId id, Duration keep) {
            throw new UnsupportedOperationException("no process of the simulation cancels");
        }

        @Override
        public ReviveAnswer revive(JobId id) {
            throw new UnsupportedOperationException("no process of the simulation revives");
        }

        @Override
        public Backlog backlog() {
            return send("backlog", NONE, () -> store.jobs().backlog());
        }
    }

    private final class FaultyLeases implements LeaseStore {
        @Override
        public Exchange.Answer exchange(Exchange.Ask ask) {
            return send("exchange " + ask.claimNumber(), arrows(ask), () -> {
                var answer = store.leases().exchange(ask);
                witness.exchanged(ask, answer);
                return answer;
            });
        }

        private Set<Arrow> arrows(Exchange.Ask ask) {
            var arrows = EnumSet.noneOf(Arrow.class);
            ask.commits().forEach(commit -> arrows.addAll(arrows(commit)));
            if (!ask.plan().equals(ClaimPlan.NOTHING) && witness.any(JobState.READY)) {
                arrows.add(Arrow.CLAIM);
            }
            return arrows;
        }

        private Set<Arrow> arrows(Commit commit) {
            var then = commit.then();
            if (then instanceof Then.Succeed) {
                return commit.children().isEmpty()
                        ? EnumSet.of(Arrow.SUCCEED)
                        : EnumSet.of(Arrow.SUCCEED, Arrow.CHILDREN);
            }
            if (then instanceof Then.Later later) {
                return EnumSet.of(later.ended().outcome() == Outcome.SNOOZED ? Arrow.SNOOZE : Arrow.RETRY);
            }
            return EnumSet.of(then instanceof Then.Die ? Arrow.DIE : Arrow.RELEASE);
        }

        @Override
        public void note(List<Note> notes) {
            send("note", NONE, () -> {
                store.leases().note(notes);
                return notes.size();
            });
        }

        @Override
        public CommitAnswer extend(LeaseKey lease, Duration length) {
            throw new UnsupportedOperationException("no process of the simulation has a lease without a worker row");
        }

        @Override
        public List<LeaseKey> held(WorkerId worker, int limit) {
            return send("held", NONE, () -> store.leases().held(worker, limit));
        }

        @Override
        public List<Rescued> rescue(RescuePlan plan) {
            var arrows = witness.anyLost(plan.scope()) ? EnumSet.of(Arrow.RESCUE) : NONE;
            return send("rescue " + plan.scope(), arrows, () -> {
                var answer = store.leases().rescue(plan);
                witness.rescued(plan, answer);
                return answer;
            });
        }
    }

    private final class FaultyWorkers implements WorkerStore {
        @Override
        public void join(NewWorker worker) {
            beat("join " + worker.id(), () -> {
                store.workers().join(worker);
                witness.joined(worker, excuses);
                return worker.id();
            });
        }

        @Override
        public Renewal renew(WorkerId worker) {
            return beat("renew " + worker, () -> {
                var answer = store.workers().renew(worker);
                witness.renewed(worker, answer);
                return answer;
            });
        }

        private <T> T beat(String name, Supplier<T> request) {
            return wire.send(new Wire.Call(name, EnumSet.of(Arrow.BEAT), true), request);
        }

        @Override
        public void leave(WorkerId worker) {
            send("leave " + worker, NONE, () -> {
                store.workers().leave(worker);
                witness.left(worker);
                return worker;
            });
        }

        @Override
        public List<Worker> list() {
            return send("list", NONE, () -> store.workers().list());
        }
    }

    private final class FaultyUpkeep implements Upkeep {
        @Override
        public Promoted promote(int limit) {
            var arrows = witness.anyDue() ? EnumSet.of(Arrow.PROMOTE) : NONE;
            return send("promote", arrows, () -> {
                var answer = store.upkeep().promote(limit);
                witness.promoted(answer);
                return answer;
            });
        }

        @Override
        public int settle(int limit) {
            var arrows = store.jobs().backlog().unsettled() ? EnumSet.of(Arrow.SETTLE) : NONE;
            return send("settle", arrows, () -> {
                var answer = store.upkeep().settle(limit);
                witness.settled(answer);
                return answer;
            });
        }

        @Override
        public int prune(int limit) {
            return send("prune", NONE, () -> {
                var answer = store.upkeep().prune(limit);
                witness.pruned(answer);
                return answer;
            });
        }
    }
}
