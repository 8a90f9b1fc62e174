package dev.windlass.benchmarks;

import dev.windlass.store.Ability;
import dev.windlass.store.Accepted;
import dev.windlass.store.AuditStore;
import dev.windlass.store.JobStore;
import dev.windlass.store.LeaseStore;
import dev.windlass.store.LimitStore;
import dev.windlass.store.NewJob;
import dev.windlass.store.PartStore;
import dev.windlass.store.QueueStore;
import dev.windlass.store.StatisticsStore;
import dev.windlass.store.Store;
import dev.windlass.store.TransferStore;
import dev.windlass.store.Upkeep;
import dev.windlass.store.WorkerStore;
import dev.windlass.task.Session;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts the calls of a store by their names. Safe for all threads, like every store. */
final class CountingStore implements Store {
    private final Store store;
    private final Map<String, LongAdder> calls = new ConcurrentHashMap<>();
    private final JobStore jobs;
    private final LeaseStore leases;
    private final WorkerStore workers;
    private final Upkeep upkeep;
    private final QueueStore queues;
    private final LimitStore limits;

    CountingStore(Store store) {
        this.store = store;
        this.jobs = counted(JobStore.class, store.jobs());
        this.leases = counted(LeaseStore.class, store.leases());
        this.workers = counted(WorkerStore.class, store.workers());
        this.upkeep = counted(Upkeep.class, store.upkeep());
        this.queues = counted(QueueStore.class, store.queues());
        this.limits = counted(LimitStore.class, store.limits());
    }

    private <T> T counted(Class<T> noun, T real) {
        return noun.cast(Proxy.newProxyInstance(
                noun.getClassLoader(), new Class<?>[] {noun}, (proxy, method, words) -> {
                    calls.computeIfAbsent(method.getName(), name -> new LongAdder())
                            .increment();
                    try {
                        return method.invoke(real, words);
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                }));
    }

    /** Calls since the last call of this method, by name. */
    Map<String, Long> takeCounts() {
        var counts = new TreeMap<String, Long>();
        calls.forEach((name, count) -> counts.put(name, count.sumThenReset()));
        return counts;
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
        return store.parts();
    }

    @Override
    public Upkeep upkeep() {
        return upkeep;
    }

    @Override
    public TransferStore transfers() {
        return store.transfers();
    }

    @Override
    public AuditStore audits() {
        return counted(AuditStore.class, store.audits());
    }

    @Override
    public StatisticsStore statistics() {
        return counted(StatisticsStore.class, store.statistics());
    }

    @Override
    public QueueStore queues() {
        return queues;
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
    public Accepted accept(Session session, List<NewJob> batch) {
        return store.accept(session, batch);
    }

    @Override
    public void requireNoTransaction() {
        store.requireNoTransaction();
    }

    @Override
    public void close() {
        store.close();
    }
}
