package dev.windlass.store.postgres;

import dev.windlass.store.Ability;
import dev.windlass.store.Accepted;
import dev.windlass.store.AuditStore;
import dev.windlass.store.Hint;
import dev.windlass.store.JobStore;
import dev.windlass.store.LeaseStore;
import dev.windlass.store.LimitStore;
import dev.windlass.store.NewJob;
import dev.windlass.store.PartStore;
import dev.windlass.store.QueueStore;
import dev.windlass.store.StatisticsStore;
import dev.windlass.store.Store;
import dev.windlass.store.StoreException;
import dev.windlass.store.TransferStore;
import dev.windlass.store.Upkeep;
import dev.windlass.store.WorkerStore;
import dev.windlass.store.postgres.PostgresOptions.Hinting;
import dev.windlass.task.Given;
import dev.windlass.task.Session;
import dev.windlass.task.SessionWork;
import dev.windlass.task.WindlassException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Jobs in PostgreSQL 14 or later, for any number of workers in any number of processes. Safe for all threads.
 *
 * <p>While the server is down or busy, calls fail with {@code STORE_DOWN} and go through again as soon as it is back; whether a call
 * that failed so has happened is resolved by repeating it.
 */
public final class PostgresStore implements Store {
    private static final String NOW = "select windlass.windlass_now() as at";

    private final Database database;
    private final Hints hints;
    private final Lending lending;
    private final PostgresAudits audits;
    private final Partitions partitions;

    private PostgresStore(Database database, Partitions partitions, Hints hints) {
        this.database = database;
        this.hints = hints;
        this.lending = new Lending(database);
        this.audits = new PostgresAudits(database);
        this.partitions = partitions;
    }

    /**
     * A store with default settings, in the schema {@code windlass} of the database that the JDBC URL names. For a server that is not
     * there yet, or is a standby, it waits as long as {@link PostgresOptions#withOpeningWait} says, and logs why. Once it is open, it
     * outlives every outage.
     *
     * @throws IllegalArgumentException if the URL is no JDBC URL of PostgreSQL
     * @throws StoreException with {@code STORE_DOWN} where waiting can help, with {@code STORE_REFUSED} where somebody has to change
     *     something; the message says what, and never shows a password
     */
    public static PostgresStore at(String url) {
        return at(url, PostgresOptions.DEFAULTS);
    }

    /** A store with settings of the caller's. */
    public static PostgresStore at(String url, PostgresOptions options) {
        var database = new Database(Given.to("at", "a JDBC URL", url), Given.to("at", "options", options));
        try {
            Opening.of(database, options);
            var partitions = new Partitions(database);
            partitions.keep();
            return new PostgresStore(
                    database, partitions, options.hints() == Hinting.NOTIFY ? new Notifications(database) : Hints.NONE);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    @Override
    public JobStore jobs() {
        return new PostgresJobs(database, hints);
    }

    @Override
    public LeaseStore leases() {
        return new PostgresLeases(database, lending, hints);
    }

    @Override
    public WorkerStore workers() {
        return new PostgresWorkers(database, hints);
    }

    @Override
    public PartStore parts() {
        return new PostgresParts(database);
    }

    @Override
    public Upkeep upkeep() {
        return new PostgresUpkeep(database, partitions);
    }

    @Override
    public TransferStore transfers() {
        return new PostgresTransfers(database);
    }

    @Override
    public AuditStore audits() {
        return audits;
    }

    @Override
    public StatisticsStore statistics() {
        return new PostgresStatistics(database);
    }

    @Override
    public LimitStore limits() {
        return new PostgresLimits(database);
    }

    @Override
    public QueueStore queues() {
        return new PostgresQueues(database, hints);
    }

    @Override
    public Instant now() {
        return database.transact(transaction -> {
            try (var call = transaction.call(NOW)) {
                return call.get(row -> row.instant("at"));
            }
        });
    }

    @Override
    public Set<Ability> abilities() {
        return Set.of(Ability.ATOMIC, Ability.DURABLE, Ability.SHARED, Ability.RULED, Ability.LENDING);
    }

    /**
     * Accepts jobs in the transaction of a {@link JdbcSession}, or of a session that {@link #transaction} gave: they exist if and only if
     * it commits.
     *
     * @throws WindlassException with {@code BAD_INPUT} if the session is another store's, or its connection commits by itself
     */
    @Override
    public Accepted accept(Session session, List<NewJob> batch) {
        Given.to("accept", "a session", session);
        Given.to("accept", "jobs", batch).forEach(NewJob::requireNames);
        return lending.accept(session, batch);
    }

    /**
     * Runs a function in a transaction of the store's: what it writes commits when it returns, and is undone when it throws. Jobs join it
     * through {@code Windlass.within}. It runs on the caller's thread, on a connection of the store's pool, for as long as it likes,
     * but for no longer than a minute between two statements: a machine that is gone must not hold its locks. The transaction is the
     * store's to begin and to end, and is READ COMMITTED.
     *
     * @throws X what the function threw
     * @throws WindlassException with {@code BAD_INPUT} if the function ended the transaction by SQL of its own
     */
    public <T, X extends Exception> T transaction(SessionWork<T, X> work) throws X {
        return lending.transaction(Given.to("transaction", "work", work));
    }

    @Override
    public void requireNoTransaction() {
        // Whoever waits in one of its transactions keeps nobody else from writing.
    }

    @Override
    public void hear(Consumer<Hint> ear) {
        hints.hear(Given.to("hear", "an ear", ear));
    }

    @Override
    public void tell(Hint hint) {
        hints.tell(Given.to("tell", "a hint", hint));
    }

    @Override
    public void close() {
        hints.close();
        database.close();
    }
}
