package dev.windlass.store.sqlite;

import dev.windlass.store.Ability;
import dev.windlass.store.Accepted;
import dev.windlass.store.AuditStore;
import dev.windlass.store.Commit;
import dev.windlass.store.CommitAnswer;
import dev.windlass.store.JobStore;
import dev.windlass.store.LeaseKey;
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
import dev.windlass.task.ErrorCode;
import dev.windlass.task.Session;
import dev.windlass.task.SessionWork;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A view of a file that an engine of this or another process may have open: it takes no lock, brings no schema up to date, and
 * every call that would write is refused in one sentence. Each answer shows what had been committed when the call came.
 */
final class ReadOnlyStore implements Store {
    private final Path file;
    private final FailStop failStop;
    private final Readers readers;
    private final StoreClock clock = Outside.clock();
    private final SqliteJobs jobs;
    private final SqliteLeases leases;
    private final SqliteWorkers workers;
    private final SqliteUpkeep upkeep;
    private final SqliteTransfers transfers;
    private final SqliteAudits audits;
    private final SqliteStatistics statistics;
    private final SqliteQueues queues;
    private final SqliteParts payloads;
    private final SqliteLimits limits;

    private ReadOnlyStore(Path file, FailStop failStop, Readers readers) {
        this.file = file;
        this.failStop = failStop;
        this.readers = readers;
        var writes = new Refusing(file);
        this.jobs = new SqliteJobs(writes, readers);
        this.leases = new SqliteLeases(writes, readers, writes);
        this.workers = new SqliteWorkers(writes, readers);
        this.upkeep = new SqliteUpkeep(writes);
        this.transfers = new SqliteTransfers(writes, readers);
        this.audits = new SqliteAudits(writes, readers);
        this.statistics = new SqliteStatistics(writes, readers, clock);
        this.queues = new SqliteQueues(writes, readers, clock);
        this.payloads = new SqliteParts(writes, readers);
        this.limits = new SqliteLimits(writes, readers);
    }

    /** Refuses every write. */
    private record Refusing(Path file) implements Writes, Lending {
        @Override
        public <T> T write(Work<T> work) {
            throw refusal(file);
        }

        @Override
        public <X extends Exception> CommitAnswer commit(LeaseKey lease, int ordinal, SessionWork<Commit, X> work) {
            throw refusal(file);
        }
    }

    private static StoreException refusal(Path file) {
        return new StoreException(
                ErrorCode.CALL_FAILED,
                file
                        + " was opened to be read only, and this call would write; ask the engine that has it, or open it with"
                        + " SqliteStore.at while none has");
    }

    static ReadOnlyStore open(Path path) {
        var file = DatabaseFile.resolve(path);
        var connection = connect(file);
        var failStop = new FailStop();
        return new ReadOnlyStore(file, failStop, new Readers(file, new Names(), failStop, List.of(connection)));
    }

    /** A connection that cannot write, to a file that this program understands. */
    static Connection connect(Path file) {
        if (!Files.exists(file)) {
            throw DatabaseFile.refused(file, "there is no such file; name one that a Windlass has written");
        }
        try {
            var connection = DatabaseFile.readOnly(file);
            try {
                requireOurs(file, connection);
                return connection;
            } catch (SQLException | RuntimeException | Error e) {
                Closing.after(e, connection);
                throw e;
            }
        } catch (SQLException e) {
            throw Opening.refusal(file, e);
        }
    }

    /** A schema of another version has other columns: reading it would answer errors, or worse. */
    private static void requireOurs(Path file, Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(Opening.HAS_ENGINE)) {
            if (!row.next()) {
                throw DatabaseFile.refused(file, "no Windlass has written it; choose another file");
            }
        }
        var known = Migrations.ofThisVersion();
        var done = known.requireKnown(file, connection);
        if (done < known.newest()) {
            throw DatabaseFile.refused(
                    file,
                    "its schema has version " + done + " and this program reads version " + known.newest()
                            + "; let an engine of this version open it once");
        }
    }

    void backup(Path target) {
        Backup.make(file, target);
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
    public LimitStore limits() {
        return limits;
    }

    @Override
    public Instant now() {
        return clock.now();
    }

    @Override
    public Set<Ability> abilities() {
        return EnumSet.of(Ability.ATOMIC, Ability.DURABLE, Ability.RULED);
    }

    @Override
    public Accepted accept(Session session, List<NewJob> batch) {
        throw refusal(file);
    }

    @Override
    public void requireNoTransaction() {
        // It has none.
    }

    @Override
    public void close() {
        failStop.trip(new StoreException(ErrorCode.STORE_FAILED, file + " was closed; open it anew"));
        readers.close();
    }
}
