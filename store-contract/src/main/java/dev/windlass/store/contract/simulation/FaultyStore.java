package dev.windlass.store.contract.simulation;

import dev.windlass.store.Ability;
import dev.windlass.store.Accepted;
import dev.windlass.store.AuditStore;
import dev.windlass.store.Expired;
import dev.windlass.store.JobStore;
import dev.windlass.store.Keep;
import dev.windlass.store.LeaseStore;
import dev.windlass.store.LimitStore;
import dev.windlass.store.NewJob;
import dev.windlass.store.NewWorker;
import dev.windlass.store.PartStore;
import dev.windlass.store.Promoted;
import dev.windlass.store.Pruned;
import dev.windlass.store.QueueStore;
import dev.windlass.store.Renewal;
import dev.windlass.store.StatisticsStore;
import dev.windlass.store.Store;
import dev.windlass.store.TransferStore;
import dev.windlass.store.Upkeep;
import dev.windlass.store.Worker;
import dev.windlass.store.WorkerId;
import dev.windlass.store.WorkerStore;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.Session;
import dev.windlass.task.WindlassException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** The store as one process reaches it: over a wire on which calls get lost, and under the eyes of the witness. */
final class FaultyStore implements Store {
    private final Reach reach;

    FaultyStore(Reach reach) {
        this.reach = reach;
    }

    @Override
    public JobStore jobs() {
        return new FaultyJobs(reach);
    }

    @Override
    public LeaseStore leases() {
        return new FaultyLeases(reach);
    }

    @Override
    public WorkerStore workers() {
        return new FaultyWorkers();
    }

    @Override
    public LimitStore limits() {
        return new FaultyLimits(reach);
    }

    @Override
    public PartStore parts() {
        return reach.store().parts();
    }

    @Override
    public Upkeep upkeep() {
        return new FaultyUpkeep();
    }

    @Override
    public TransferStore transfers() {
        return reach.store().transfers();
    }

    @Override
    public AuditStore audits() {
        return reach.store().audits();
    }

    @Override
    public StatisticsStore statistics() {
        return reach.store().statistics();
    }

    @Override
    public QueueStore queues() {
        return new FaultyQueues(reach);
    }

    @Override
    public Instant now() {
        return reach.store().now();
    }

    @Override
    public Set<Ability> abilities() {
        return reach.store().abilities();
    }

    @Override
    public Accepted accept(Session session, List<NewJob> batch) {
        throw new WindlassException(
                ErrorCode.BAD_INPUT, "the simulation lends no transactions; enqueue without a session");
    }

    @Override
    public void requireNoTransaction() {
        // The simulation has none.
    }

    @Override
    public void close() {
        // The store is everybody's; a process that ends leaves it to the others.
    }

    private final class FaultyWorkers implements WorkerStore {
        @Override
        public void join(NewWorker worker) {
            beat("join " + worker.id(), () -> {
                reach.store().workers().join(worker);
                reach.witness().joined(worker, reach.excuses());
                return worker.id();
            });
        }

        @Override
        public Renewal renew(WorkerId worker) {
            return beat("renew " + worker, () -> {
                var answer = reach.store().workers().renew(worker);
                reach.witness().renewed(worker, answer);
                return answer;
            });
        }

        private <T> T beat(String name, Supplier<T> request) {
            return reach.wire().send(new Wire.Call(name, Reach.follow(Arrow.BEAT, 1), true), request);
        }

        @Override
        public void leave(WorkerId worker) {
            reach.send("leave " + worker, Reach.NONE, () -> {
                reach.store().workers().leave(worker);
                reach.witness().left(worker);
                return worker;
            });
        }

        @Override
        public boolean drain(WorkerId worker) {
            return reach.send(
                    "drain " + worker, Reach.NONE, () -> reach.store().workers().drain(worker));
        }

        @Override
        public List<Worker> list() {
            return reach.send("list", Reach.NONE, () -> reach.store().workers().list());
        }
    }

    private final class FaultyUpkeep implements Upkeep {
        @Override
        public Promoted promote(int limit) {
            var arrows = Reach.follow(Arrow.PROMOTE, reach.witness().countDue());
            return reach.send("promote", arrows, () -> {
                var answer = reach.store().upkeep().promote(limit);
                reach.witness().promoted(answer);
                return answer;
            });
        }

        @Override
        public List<Expired> expire(int limit, Keep keep) {
            var arrows = Reach.follow(Arrow.EXPIRE, reach.witness().countLate());
            return reach.send("expire", arrows, () -> {
                var answer = reach.store().upkeep().expire(limit, keep);
                reach.witness().expired(answer, limit);
                return answer;
            });
        }

        @Override
        public int settle(int limit) {
            var arrows =
                    Reach.follow(Arrow.SETTLE, reach.store().jobs().backlog().unsettled() ? 1 : 0);
            return reach.send("settle", arrows, () -> {
                var answer = reach.store().upkeep().settle(limit);
                reach.witness().settled(answer);
                return answer;
            });
        }

        @Override
        public Pruned prune(int limit) {
            return reach.send("prune", Reach.NONE, () -> {
                var answer = reach.store().upkeep().prune(limit);
                reach.witness().pruned(answer);
                return answer;
            });
        }
    }
}
