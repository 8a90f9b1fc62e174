package dev.windlass.store.postgres;

import dev.windlass.store.Ability;
import dev.windlass.store.Accepted;
import dev.windlass.store.AuditStore;
import dev.windlass.store.JobStore;
import dev.windlass.store.LeaseStore;
import dev.windlass.store.NewJob;
import dev.windlass.store.PartStore;
import dev.windlass.store.QueueStore;
import dev.windlass.store.StatisticsStore;
import dev.windlass.store.Store;
import dev.windlass.store.TransferStore;
import dev.windlass.store.Upkeep;
import dev.windlass.store.WorkerStore;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.Session;
import dev.windlass.task.WindlassException;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** The port on PostgreSQL: a spike that proves that every promise can be kept there. Safe for all threads and many processes. */
final class PostgresStore implements Store {
    private static final String NOW = "select windlass_now() as at";

    /**
     * A server that was restored or promoted may have forgotten claims; its identity or its timeline differs then, and the new
     * generation outruns every fence of the old one. The timeline comes from the name of the WAL file: after a promotion
     * pg_control_checkpoint() told the old one for over 2 s, until the first checkpoint was done, and a worker that
     * reconnects at once would have gone on under the old generation.
     */
    private static final String RAISE = """
            update generation
            set value = greatest(value + 1, extract(epoch from windlass_now())::bigint), system = s, timeline = t
            from (select system_identifier::text as s, left(pg_walfile_name(pg_current_wal_lsn()), 8) as t
                  from pg_control_system()) as server
            where (system, timeline) is distinct from (s, t)
            """;

    private final Database database;

    private PostgresStore(Database database) {
        this.database = database;
    }

    static PostgresStore open(String url, String schema) {
        var database = new Database(url, schema);
        database.run(connection -> {
            try (var raise = new Call(connection, RAISE)) {
                raise.run();
            }
        });
        return new PostgresStore(database);
    }

    @Override
    public JobStore jobs() {
        return new PostgresJobs(database);
    }

    @Override
    public LeaseStore leases() {
        return new PostgresLeases(database);
    }

    @Override
    public WorkerStore workers() {
        return new PostgresWorkers(database);
    }

    @Override
    public PartStore parts() {
        throw new UnsupportedOperationException("the spike takes no payloads in parts");
    }

    @Override
    public Upkeep upkeep() {
        return new PostgresUpkeep(database);
    }

    @Override
    public TransferStore transfers() {
        throw new UnsupportedOperationException("the spike moves no jobs to other stores");
    }

    @Override
    public AuditStore audits() {
        throw new UnsupportedOperationException("the spike looks after no rows");
    }

    @Override
    public StatisticsStore statistics() {
        throw new UnsupportedOperationException("the spike keeps no numbers");
    }

    @Override
    public QueueStore queues() {
        throw new UnsupportedOperationException("this spike keeps no rules of queues");
    }

    @Override
    public Instant now() {
        return database.transact(connection -> {
            try (var call = new Call(connection, NOW)) {
                return call.get(row -> row.instant("at"));
            }
        });
    }

    @Override
    public Set<Ability> abilities() {
        return Set.of(Ability.ATOMIC, Ability.DURABLE, Ability.SHARED);
    }

    @Override
    public Accepted accept(Session session, List<NewJob> batch) {
        throw new WindlassException(
                ErrorCode.BAD_INPUT, "the spike lends its transactions to nobody; enqueue without a session");
    }

    @Override
    public void requireNoTransaction() {
        // The spike lends its transactions to nobody.
    }

    @Override
    public void close() {
        database.close();
    }
}
