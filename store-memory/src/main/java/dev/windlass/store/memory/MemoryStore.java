package dev.windlass.store.memory;

import dev.windlass.store.Ability;
import dev.windlass.store.Accepted;
import dev.windlass.store.AnchoredClock;
import dev.windlass.store.AuditStore;
import dev.windlass.store.JobStore;
import dev.windlass.store.LeaseStore;
import dev.windlass.store.LimitStore;
import dev.windlass.store.NewJob;
import dev.windlass.store.PartStore;
import dev.windlass.store.QueueStore;
import dev.windlass.store.StatisticsStore;
import dev.windlass.store.Store;
import dev.windlass.store.StoreClock;
import dev.windlass.store.TransferStore;
import dev.windlass.store.Upkeep;
import dev.windlass.store.WorkerStore;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.Session;
import dev.windlass.task.WindlassException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/**
 * A store that forgets with its process: for ephemeral jobs and for tests.
 *
 * <p>It keeps the whole contract except durability. All its parts share one {@link Ledger} and take turns on its lock. In the
 * <em>split</em> form a commit decides at once but its consequences (children, the job's return to a lane) wait for
 * {@link Upkeep#settle}, as they do on a database without transactions over several records: whatever is right on the split form
 * is right there.
 */
public final class MemoryStore implements Store {
    private final Ledger ledger;
    private final MemoryJobs jobs;
    private final MemoryLeases leases;
    private final MemoryWorkers workers;
    private final MemoryUpkeep upkeep;
    private final MemoryTransfers transfers;
    private final MemoryAudits audits = new MemoryAudits();
    private final MemoryStatistics statistics;
    private final MemoryQueues queues;
    private final MemoryLimits limits;
    private final MemoryParts parts;

    private MemoryStore(StoreClock clock, Settlement settlement) {
        ledger = new Ledger(clock, settlement);
        jobs = new MemoryJobs(ledger);
        leases = new MemoryLeases(ledger);
        workers = new MemoryWorkers(ledger);
        upkeep = new MemoryUpkeep(ledger);
        transfers = new MemoryTransfers(ledger);
        statistics = new MemoryStatistics(ledger);
        queues = new MemoryQueues(ledger);
        limits = new MemoryLimits(ledger);
        parts = new MemoryParts(ledger);
    }

    /** An empty store on the clock of this machine. */
    public static MemoryStore open() {
        return on(new AnchoredClock(InstantSource.system(), System::nanoTime));
    }

    /** An empty store on a clock of the caller's. */
    public static MemoryStore on(StoreClock clock) {
        return new MemoryStore(clock, Settlement.AT_ONCE);
    }

    /** An empty store whose consequences arrive late. */
    public static MemoryStore split(StoreClock clock) {
        return new MemoryStore(clock, Settlement.LATER);
    }

    @Override
    public JobStore jobs() {
        return jobs;
    }

    @Override
    public LeaseStore leases() {
        return leases;
    }

    @Override
    public WorkerStore workers() {
        return workers;
    }

    @Override
    public LimitStore limits() {
        return limits;
    }

    @Override
    public PartStore parts() {
        return parts;
    }

    @Override
    public Upkeep upkeep() {
        return upkeep;
    }

    @Override
    public TransferStore transfers() {
        return transfers;
    }

    @Override
    public AuditStore audits() {
        return audits;
    }

    @Override
    public StatisticsStore statistics() {
        return statistics;
    }

    @Override
    public QueueStore queues() {
        return queues;
    }

    @Override
    public Instant now() {
        return ledger.now();
    }

    @Override
    public Set<Ability> abilities() {
        return ledger.settlement() == Settlement.AT_ONCE
                ? Set.of(Ability.ATOMIC, Ability.RULED)
                : Set.of(Ability.RULED);
    }

    @Override
    public Accepted accept(Session session, List<NewJob> batch) {
        throw new WindlassException(
                ErrorCode.BAD_INPUT, "a store in memory has no transactions to join; enqueue without a session");
    }

    @Override
    public void requireNoTransaction() {
        // It has none.
    }

    @Override
    public void close() {
        // Nothing to give up: the jobs live as long as somebody refers to the store.
    }
}
