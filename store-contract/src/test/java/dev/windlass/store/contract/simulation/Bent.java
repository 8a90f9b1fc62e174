package dev.windlass.store.contract.simulation;

import dev.windlass.store.Ability;
import dev.windlass.store.Accepted;
import dev.windlass.store.AuditStore;
import dev.windlass.store.Commit;
import dev.windlass.store.CommitAnswer;
import dev.windlass.store.Exchange;
import dev.windlass.store.JobStore;
import dev.windlass.store.LeaseKey;
import dev.windlass.store.LeaseStore;
import dev.windlass.store.NewJob;
import dev.windlass.store.Note;
import dev.windlass.store.QueueStore;
import dev.windlass.store.RescuePlan;
import dev.windlass.store.Rescued;
import dev.windlass.store.StatisticsStore;
import dev.windlass.store.Store;
import dev.windlass.store.TransferStore;
import dev.windlass.store.Upkeep;
import dev.windlass.store.WorkerId;
import dev.windlass.store.WorkerStore;
import dev.windlass.task.Session;
import dev.windlass.task.SessionWork;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** A store whose leases are handled wrongly in one place, by overriding it, and rightly everywhere else. */
abstract class Bent implements Store, LeaseStore {
    final Store right;

    Bent(Store right) {
        this.right = right;
    }

    @Override
    public final LeaseStore leases() {
        return this;
    }

    @Override
    public Exchange.Answer exchange(Exchange.Ask ask) {
        return right.leases().exchange(ask);
    }

    @Override
    public <X extends Exception> CommitAnswer commit(LeaseKey lease, int ordinal, SessionWork<Commit, X> work)
            throws X {
        return right.leases().commit(lease, ordinal, work);
    }

    @Override
    public List<Rescued> rescue(RescuePlan plan) {
        return right.leases().rescue(plan);
    }

    @Override
    public void note(List<Note> notes) {
        right.leases().note(notes);
    }

    @Override
    public CommitAnswer extend(LeaseKey lease, Duration length) {
        return right.leases().extend(lease, length);
    }

    @Override
    public List<LeaseKey> held(WorkerId worker, int limit) {
        return right.leases().held(worker, limit);
    }

    @Override
    public JobStore jobs() {
        return right.jobs();
    }

    @Override
    public WorkerStore workers() {
        return right.workers();
    }

    @Override
    public Upkeep upkeep() {
        return right.upkeep();
    }

    @Override
    public TransferStore transfers() {
        return right.transfers();
    }

    @Override
    public AuditStore audits() {
        return right.audits();
    }

    @Override
    public StatisticsStore statistics() {
        return right.statistics();
    }

    @Override
    public QueueStore queues() {
        return right.queues();
    }

    @Override
    public Instant now() {
        return right.now();
    }

    @Override
    public Set<Ability> abilities() {
        return right.abilities();
    }

    @Override
    public Accepted accept(Session session, List<NewJob> batch) {
        return right.accept(session, batch);
    }

    @Override
    public void requireNoTransaction() {
        right.requireNoTransaction();
    }

    @Override
    public void close() {
        right.close();
    }
}
