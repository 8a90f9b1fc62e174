package dev.windlass.store.contract;

import dev.windlass.store.Ability;
import dev.windlass.store.Accepted;
import dev.windlass.store.Attempt;
import dev.windlass.store.AuditStore;
import dev.windlass.store.Backlog;
import dev.windlass.store.CancelAnswer;
import dev.windlass.store.Commit;
import dev.windlass.store.CommitAnswer;
import dev.windlass.store.Edit;
import dev.windlass.store.EditAnswer;
import dev.windlass.store.Exchange;
import dev.windlass.store.Expired;
import dev.windlass.store.Job;
import dev.windlass.store.JobPage;
import dev.windlass.store.JobQuery;
import dev.windlass.store.JobStore;
import dev.windlass.store.Keep;
import dev.windlass.store.LeaseKey;
import dev.windlass.store.LeaseStore;
import dev.windlass.store.LimitStore;
import dev.windlass.store.LogLine;
import dev.windlass.store.NewJob;
import dev.windlass.store.NewWorker;
import dev.windlass.store.Note;
import dev.windlass.store.PartStore;
import dev.windlass.store.Promoted;
import dev.windlass.store.Pruned;
import dev.windlass.store.QueueStore;
import dev.windlass.store.Renewal;
import dev.windlass.store.RescuePlan;
import dev.windlass.store.Rescued;
import dev.windlass.store.ReviveAnswer;
import dev.windlass.store.StatisticsStore;
import dev.windlass.store.Store;
import dev.windlass.store.TransferStore;
import dev.windlass.store.Upkeep;
import dev.windlass.store.Worker;
import dev.windlass.store.WorkerId;
import dev.windlass.store.WorkerStore;
import dev.windlass.task.Content;
import dev.windlass.task.JobId;
import dev.windlass.task.Session;
import dev.windlass.task.SessionWork;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A store that passes every call on to a correct one; a fault overrides the one call in which it sits. */
public class ForwardingStore implements Store, JobStore, LeaseStore, WorkerStore, Upkeep {
    protected final Store correct;

    protected ForwardingStore(Store correct) {
        this.correct = correct;
    }

    @Override
    public JobStore jobs() {
        return this;
    }

    @Override
    public LeaseStore leases() {
        return this;
    }

    @Override
    public WorkerStore workers() {
        return this;
    }

    @Override
    public LimitStore limits() {
        return correct.limits();
    }

    @Override
    public PartStore parts() {
        return correct.parts();
    }

    @Override
    public Upkeep upkeep() {
        return this;
    }

    @Override
    public TransferStore transfers() {
        return correct.transfers();
    }

    @Override
    public AuditStore audits() {
        return correct.audits();
    }

    @Override
    public StatisticsStore statistics() {
        return correct.statistics();
    }

    @Override
    public QueueStore queues() {
        return correct.queues();
    }

    @Override
    public Instant now() {
        return correct.now();
    }

    @Override
    public Set<Ability> abilities() {
        return correct.abilities();
    }

    @Override
    public Accepted accept(Session session, List<NewJob> batch) {
        return correct.accept(session, batch);
    }

    @Override
    public void requireNoTransaction() {
        correct.requireNoTransaction();
    }

    @Override
    public void close() {
        correct.close();
    }

    @Override
    public Accepted accept(List<NewJob> batch) {
        return correct.jobs().accept(batch);
    }

    @Override
    public Optional<Job> find(JobId id) {
        return correct.jobs().find(id);
    }

    @Override
    public JobPage list(JobQuery query) {
        return correct.jobs().list(query);
    }

    @Override
    public Optional<Content> payload(JobId id) {
        return correct.jobs().payload(id);
    }

    @Override
    public Optional<Content> result(JobId id) {
        return correct.jobs().result(id);
    }

    @Override
    public Optional<Content> checkpoint(JobId id) {
        return correct.jobs().checkpoint(id);
    }

    @Override
    public List<Attempt> attempts(JobId id) {
        return correct.jobs().attempts(id);
    }

    @Override
    public List<LogLine> log(JobId id) {
        return correct.jobs().log(id);
    }

    @Override
    public CancelAnswer cancel(JobId id, Duration keep) {
        return correct.jobs().cancel(id, keep);
    }

    @Override
    public int unschedule(List<JobId> jobs, Duration keep) {
        return correct.jobs().unschedule(jobs, keep);
    }

    @Override
    public ReviveAnswer revive(JobId id) {
        return correct.jobs().revive(id);
    }

    @Override
    public EditAnswer edit(JobId id, Edit edit) {
        return correct.jobs().edit(id, edit);
    }

    @Override
    public Backlog backlog() {
        return correct.jobs().backlog();
    }

    @Override
    public Exchange.Answer exchange(Exchange.Ask ask) {
        return correct.leases().exchange(ask);
    }

    @Override
    public <X extends Exception> CommitAnswer commit(LeaseKey lease, int ordinal, SessionWork<Commit, X> work)
            throws X {
        return correct.leases().commit(lease, ordinal, work);
    }

    @Override
    public void note(List<Note> notes) {
        correct.leases().note(notes);
    }

    @Override
    public CommitAnswer extend(LeaseKey lease, Duration length) {
        return correct.leases().extend(lease, length);
    }

    @Override
    public List<LeaseKey> held(WorkerId worker, int limit) {
        return correct.leases().held(worker, limit);
    }

    @Override
    public List<LeaseKey> cancels(WorkerId worker, int limit) {
        return correct.leases().cancels(worker, limit);
    }

    @Override
    public List<Rescued> rescue(RescuePlan plan) {
        return correct.leases().rescue(plan);
    }

    @Override
    public void join(NewWorker worker) {
        correct.workers().join(worker);
    }

    @Override
    public Renewal renew(WorkerId worker) {
        return correct.workers().renew(worker);
    }

    @Override
    public void leave(WorkerId worker) {
        correct.workers().leave(worker);
    }

    @Override
    public boolean drain(WorkerId worker) {
        return correct.workers().drain(worker);
    }

    @Override
    public List<Worker> list() {
        return correct.workers().list();
    }

    @Override
    public Promoted promote(int limit) {
        return correct.upkeep().promote(limit);
    }

    @Override
    public List<Expired> expire(int limit, Keep keep) {
        return correct.upkeep().expire(limit, keep);
    }

    @Override
    public int settle(int limit) {
        return correct.upkeep().settle(limit);
    }

    @Override
    public Pruned prune(int limit) {
        return correct.upkeep().prune(limit);
    }
}
