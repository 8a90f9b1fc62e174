package dev.windlass.store;

import dev.windlass.task.Session;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Durable home of jobs, one interface per noun. Safe for use by any number of threads. */
public interface Store extends AutoCloseable {
    /** Accepting, reading and steering jobs. */
    JobStore jobs();

    /** Claiming, committing and rescuing. */
    LeaseStore leases();

    /** The rows of workers, on which their leases hang. */
    WorkerStore workers();

    /**
     * The bounds on jobs that share a key.
     *
     * @throws UnsupportedOperationException on a store without {@link Ability#RULED}
     */
    default LimitStore limits() {
        throw new UnsupportedOperationException("this store keeps no limits");
    }

    /** Payloads in parts. */
    PartStore parts();

    /** What has to be done again and again so that time passes for jobs. */
    Upkeep upkeep();

    /** Moving jobs with their past into another store, and from there. */
    TransferStore transfers();

    /** Finding what should not be, and healing it. */
    AuditStore audits();

    /** Numbers about runs. */
    StatisticsStore statistics();

    /** The rules of queues and what stands in them. */
    QueueStore queues();

    /** The store's clock, which never runs backwards within a process. May cost a round trip. */
    Instant now();

    /** What this store can do beyond the contract's core. */
    Set<Ability> abilities();

    /**
     * Accepts jobs in the transaction of a session of this store: they exist if and only if it commits.
     *
     * @throws dev.windlass.task.WindlassException with {@code BAD_INPUT} if the session belongs to another store or connection, or
     *     if this store lends none
     */
    Accepted accept(Session session, List<NewJob> batch);

    /**
     * Refuses to be waited for from within one of its own transactions, where whoever waits keeps others from writing.
     *
     * @throws IllegalStateException if the calling thread is in the midst of a transaction of this store
     */
    void requireNoTransaction();

    /**
     * Has the ear told what other processes do, for as long as this store is open; a store of which no other process can know tells
     * nothing. It is called on a thread of the store and must not wait.
     */
    default void hear(Consumer<Hint> ear) {}

    /** Tells the other processes on this store. Costs the caller nothing, and promises nothing. */
    default void tell(Hint hint) {}

    /** Gives up all resources; idempotent. Nothing accepted is lost by it, nor by leaving it out. */
    @Override
    void close();
}
