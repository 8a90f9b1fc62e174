package dev.windlass.store.sqlite;

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
import dev.windlass.store.StoreClock;
import dev.windlass.store.StoreException;
import dev.windlass.store.TransferStore;
import dev.windlass.store.Upkeep;
import dev.windlass.store.WorkerStore;
import dev.windlass.task.Given;
import dev.windlass.task.Session;
import dev.windlass.task.SessionWork;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The embedded default: jobs in one SQLite file, safe against crashes of the process and of the system and against power loss.
 *
 * <p>One engine at a time has the file; a second one is refused. Writes of all threads share commits on one writer, reads go
 * beside it. Safe for all threads.
 *
 * <p>When the disk is full, writes fail with {@code STORE_FULL} and go on as soon as there is space. After an I/O error, when
 * another engine took the file, or at most a second of writing after the file was removed, renamed or replaced, every call fails
 * with {@code STORE_FAILED}: what the process believes about the file can no longer be trusted, and only opening it anew helps.
 */
public final class SqliteStore implements Store {
    private final Parts parts;
    private final SqliteJobs jobs;
    private final SqliteLeases leases;
    private final SqliteWorkers workers;
    private final SqliteUpkeep upkeep;
    private final SqliteTransfers transfers;
    private final SqliteAudits audits;
    private final SqliteStatistics statistics;
    private final SqliteQueues queues;
    private final SqliteLimits limits;
    private final SqliteParts payloads;
    private final UserTransactions transactions;

    private SqliteStore(Parts parts, SqliteOptions options) {
        this.parts = parts;
        this.jobs = new SqliteJobs(parts.writes(), parts.readers());
        this.workers = new SqliteWorkers(parts.writes(), parts.readers());
        this.upkeep = new SqliteUpkeep(parts.writes());
        this.transfers = new SqliteTransfers(parts.writes(), parts.readers());
        this.audits = new SqliteAudits(parts.writes(), parts.readers());
        this.statistics = new SqliteStatistics(parts.writes(), parts.readers(), parts.clock());
        this.queues = new SqliteQueues(parts.writes(), parts.readers(), parts.clock());
        this.limits = new SqliteLimits(parts.writes(), parts.readers());
        this.payloads = new SqliteParts(parts.writes(), parts.readers());
        this.transactions = new UserTransactions(parts, options.transactionLimit(), Outside.nanos());
        this.leases = new SqliteLeases(parts.writes(), parts.readers(), transactions);
    }

    /**
     * Opens the file with default settings, and creates it if it is not there.
     *
     * @throws StoreException if it cannot be opened; the message says why and what to do
     */
    public static SqliteStore at(Path file) {
        return at(file, SqliteOptions.DEFAULTS);
    }

    /**
     * Looks into a file that an engine of any process may have open, without its lock and without changing anything. Find, list,
     * attempts, log, workers and backlog answer from the last commit; every call that would write is refused with
     * {@code CALL_FAILED}. It brings no schema up to date.
     *
     * @throws StoreException with {@code STORE_REFUSED} if there is no such file, if no Windlass has written it, or if its schema is
     *     not this program's
     */
    public static Store reader(Path file) {
        return ReadOnlyStore.open(Given.to("reader", "a file", file));
    }

    /** Opens the file with settings of the caller's. */
    public static SqliteStore at(Path file, SqliteOptions options) {
        Given.to("at", "a file", file);
        return open(file, Given.to("at", "options", options), Outside.clock(), GroupCommit.Service.THREAD);
    }

    /** A store without a thread: each write runs on its caller, in the order of the calls, by a clock that a test steers. */
    static SqliteStore inline(Path file, StoreClock clock) {
        // A busy machine that runs tests takes its time.
        var patient = SqliteOptions.DEFAULTS.withTransactionLimit(Duration.ofMinutes(1));
        return open(file, patient, clock, GroupCommit.Service.CALLER);
    }

    /** A store with its thread, by a clock that a test steers. */
    static SqliteStore steered(Path file, StoreClock clock) {
        return open(file, SqliteOptions.DEFAULTS, clock, GroupCommit.Service.THREAD);
    }

    private static SqliteStore open(Path file, SqliteOptions options, StoreClock clock, GroupCommit.Service service) {
        return new SqliteStore(Parts.open(file, options, clock, service), options);
    }

    /**
     * Runs a function in a transaction of the writer: what it writes to the file commits when it returns, and is undone when it
     * throws. Jobs join it through {@code Windlass.within}.
     *
     * <p>The function runs on the writer's thread, and every other write waits for it, so it has 100 ms
     * ({@link SqliteOptions#transactionLimit}), the first one, the first that enqueues and the first that completes an attempt ten times as long; a longer run is undone and answered with {@code TIMEOUT}. It must not call other
     * writing methods of the store, which would wait for themselves, nor give the session to another thread.
     *
     * <p>The transaction is the store's to begin and to end. SQL that would do so, or that changes the connection ({@code attach},
     * {@code vacuum}, {@code create temp}, {@code pragma name = value}), is refused; savepoints are the function's own. Some
     * errors end the whole transaction at once: a write broken off by the limit, a full disk, {@code on conflict rollback}, a
     * failed {@link #accept}. After such an error everything is refused, and nothing is written even if the function passes over it
     * and returns. Tables whose names begin with {@code windlass_} are the store's: they can be read and not written.
     *
     * @throws X what the function threw
     * @throws dev.windlass.task.WindlassException with {@code TIMEOUT} if it ran too long, {@code BAD_INPUT} if it passed over an
     *     error that had ended its transaction
     */
    public <T, X extends Exception> T transaction(SessionWork<T, X> work) throws X {
        return transactions.run(Given.to("transaction", "work", work));
    }

    /**
     * Accepts jobs in the transaction of a session that {@link #transaction} gave: they exist if and only if it commits.
     *
     * @throws dev.windlass.task.WindlassException with {@code BAD_INPUT} if the session belongs to another store or connection
     */
    @Override
    public Accepted accept(Session session, List<NewJob> batch) {
        Given.to("accept", "a session", session);
        Given.to("accept", "jobs", batch).forEach(NewJob::requireNames);
        return transactions.accept(session, batch);
    }

    /**
     * Makes a backup while everything goes on: one file with every job that was acknowledged before this call, and whole by itself.
     * It appears under its name when it has been checked and is on the disk, readable by its owner alone. Takes the time that it
     * takes to copy and to check the file, on the caller's thread; meanwhile the write-ahead log grows.
     *
     * @throws dev.windlass.task.WindlassException with {@code BAD_INPUT} if there is such a file already or no such directory,
     *     {@code STORE_FULL} if there is no space for it, {@code CALL_FAILED} if it failed otherwise; nothing has the name then
     */
    public void backup(Path target) {
        Given.to("backup", "a target", target);
        parts.requireSound();
        Backup.make(parts.file(), target);
    }

    /** A backup of a file as {@link #backup(Path)} makes it, beside an engine of any process that may have it. */
    public static void backup(Path file, Path target) {
        Given.to("backup", "a file", file);
        Given.to("backup", "a target", target);
        try (var store = ReadOnlyStore.open(file)) {
            store.backup(target);
        }
    }

    /**
     * Looks at a file and its surroundings, beside an engine that may have it and without changing anything. Takes the time that it
     * takes to check the whole file.
     *
     * @throws StoreException as {@link #reader} does, and {@code STORE_REFUSED} if the file is too damaged to be looked at
     */
    public static FileReport inspect(Path file) {
        return Inspection.of(Given.to("inspect", "a file", file));
    }

    /**
     * Puts a backup at a place where no file is, for an engine to open. The backup is checked first and stays as it is.
     *
     * <p>Jobs are as they were when it was made: what was accepted since is gone, and what has run since runs again. Whoever held a
     * job before is FENCED.
     *
     * @throws StoreException with {@code STORE_REFUSED} if there is a file, if an engine has it open, or if the backup is
     *     damaged, newer than this program or of something else; {@code STORE_FULL} without space. Nothing was changed then
     */
    public static void restore(Path backup, Path target) {
        Restore.put(Given.to("restore", "a backup", backup), Given.to("restore", "a target", target));
    }

    /**
     * Like {@link #restore}, in the place of a file that is there, whose jobs are gone then. A store too damaged to be read is replaced with
     * a warning.
     *
     * @throws dev.windlass.task.WindlassException also with {@code BAD_INPUT} if that file is no store: it is not empty and does not begin
     *     as an SQLite file, or is the database of another program
     */
    public static void replace(Path backup, Path target) {
        Restore.replace(Given.to("replace", "a backup", backup), Given.to("replace", "a target", target));
    }

    /**
     * Compares the whole structure of the file with itself, in time linear in its size, while everything goes on. Answers "ok" or
     * the first damage that was found. Payloads have checksums of their own, which each claim verifies.
     */
    public String checkIntegrity() {
        return parts.readers().read(reader -> Integrity.FULL.verdict(reader.connection()));
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
        return payloads;
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
        return parts.clock().now();
    }

    @Override
    public Set<Ability> abilities() {
        return EnumSet.of(Ability.ATOMIC, Ability.DURABLE, Ability.RULED, Ability.LENDING);
    }

    @Override
    public void requireNoTransaction() {
        parts.writes().requireNoTransaction();
    }

    /**
     * Waits for writes that stand in line, then gives the file up. Idempotent.
     *
     * @throws IllegalStateException from within a function in {@link #transaction}, for which it would wait for ever
     */
    @Override
    public void close() {
        parts.close();
    }
}
