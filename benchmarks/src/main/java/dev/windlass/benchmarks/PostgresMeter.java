package dev.windlass.benchmarks;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What a database of PostgreSQL is made to write. A backend adds its counts to those of all at the latest when it ends, so they are read
 * while nobody is connected.
 */
final class PostgresMeter implements Meter {
    private static final long LOOK_NANOS = 5_000_000;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Connection connection;
    private final String database;
    private final Counts before;

    private record Counts(double walBytes, double pageImages, double commits) {}

    private PostgresMeter(Connection connection, String database) throws SQLException {
        this.connection = connection;
        this.database = database;
        this.before = counts();
    }

    /** @param connection to another database of the same server */
    static PostgresMeter on(Connection connection, String database) throws SQLException {
        return new PostgresMeter(connection, database);
    }

    @Override
    public Optional<Cost> perJob(long jobs) throws SQLException {
        var after = counts();
        return Optional.of(new Cost(
                (after.walBytes - before.walBytes) / jobs,
                (after.pageImages - before.pageImages) / jobs,
                (after.commits - before.commits) / jobs));
    }

    private Counts counts() throws SQLException {
        awaitAlone();
        // The connection that asks has made the database, and keeps its own counts back for up to a second as well.
        Script.one(connection, "select pg_stat_force_next_flush()");
        return new Counts(
                number("select pg_current_wal_insert_lsn() - '0/0'::pg_lsn"),
                number("select wal_fpi from pg_stat_wal"),
                number("select xact_commit from pg_stat_database where datname = '" + database + "'"));
    }

    private void awaitAlone() throws SQLException {
        var began = System.nanoTime();
        while (number("select count(*) from pg_stat_activity where backend_type = 'client backend' and datname = '"
                        + database + "'")
                > 0) {
            if (System.nanoTime() - began > PATIENCE_NANOS) {
                throw new IllegalStateException("somebody is still connected to " + database);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private double number(String sql) throws SQLException {
        return Double.parseDouble(Script.one(connection, sql));
    }
}
