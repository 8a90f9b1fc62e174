package dev.windlass.store.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.windlass.store.StoreException;
import dev.windlass.task.ErrorCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.postgresql.ds.PGSimpleDataSource;

/** Connections, transactions, and the meaning of what PostgreSQL complains about. Safe for all threads. */
final class Database implements AutoCloseable {
    /**
     * Without these a generic plan made while the tables were empty reads whole tables for ever. Settings of the session will do
     * for a spike; behind a pooler they have to be of the transaction.
     */
    private static final String PLANS =
            "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_bitmapscan=off"
                    + " -c enable_hashjoin=off -c enable_mergejoin=off -c jit=off";

    private static final int CONNECTIONS = 8;
    private static final long WAIT_MILLIS = 5_000;

    /** States of class 53 and beyond 57P that pass: no connection free, no lock, cancelled, a standby that was a primary. */
    private static final Set<String> PASSING = Set.of("53300", "55P03", "57014", "25006", "40001", "40P01");

    private static final String DISK_FULL = "53100";

    private final HikariDataSource pool;

    Database(String url, String schema) {
        var source = new PGSimpleDataSource();
        source.setUrl(url);
        source.setCurrentSchema(schema);
        source.setOptions(PLANS);
        source.setPrepareThreshold(1);
        var config = new HikariConfig();
        config.setDataSource(source);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(WAIT_MILLIS);
        config.setInitializationFailTimeout(-1);
        config.setAutoCommit(false);
        this.pool = new HikariDataSource(config);
    }

    /** Runs the work in one transaction on one connection. What it throws undoes it: the pool rolls back what was not committed. */
    <T> T transact(Work<T> work) {
        try (var connection = pool.getConnection()) {
            var answer = work.on(connection);
            connection.commit();
            return answer;
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** The same for work that answers nothing. */
    void run(Step step) {
        transact(connection -> {
            step.on(connection);
            return connection;
        });
    }

    @Override
    public void close() {
        pool.close();
    }

    private static StoreException failure(SQLException e) {
        return switch (codeOf(e)) {
            case STORE_DOWN ->
                new StoreException(
                        ErrorCode.STORE_DOWN,
                        "PostgreSQL did not answer, the call may or may not have happened: " + e,
                        e);
            case STORE_FULL ->
                new StoreException(ErrorCode.STORE_FULL, "PostgreSQL has no space, nothing happened: " + e, e);
            default -> new StoreException(ErrorCode.CALL_FAILED, "PostgreSQL refused a statement: " + e, e);
        };
    }

    static ErrorCode codeOf(SQLException e) {
        var state = String.valueOf(e.getSQLState());
        if (state.equals(DISK_FULL)) {
            return ErrorCode.STORE_FULL;
        }
        var down = e instanceof SQLTransientConnectionException
                || state.startsWith("08")
                || state.startsWith("57P")
                || PASSING.contains(state);
        return down ? ErrorCode.STORE_DOWN : ErrorCode.CALL_FAILED;
    }

    /** What is done on a connection between begin and commit. */
    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** Work that answers nothing. */
    @FunctionalInterface
    interface Step {
        void on(Connection connection) throws SQLException;
    }
}
