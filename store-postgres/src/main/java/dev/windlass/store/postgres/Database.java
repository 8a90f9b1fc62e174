package dev.windlass.store.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/** Connections and transactions. Safe for all threads. */
final class Database implements AutoCloseable {
    /** How long a call waits for a connection: no longer than somebody whom it keeps waiting would. */
    private static final Duration CONNECTION_WAIT = Duration.ofSeconds(5);

    /** How long a server that has gone silent is waited for; every statement of ours is bounded and much shorter. */
    private static final Duration SILENCE = Duration.ofSeconds(10);

    /** One on a connection that has ended, one that finds another level on the next, and one that fares as it may. */
    private static final int MOST_TRIES = 3;

    /** Settings of the driver where the URL says nothing else. */
    private static final Map<PGProperty, String> OURS = Map.of(
            PGProperty.PREPARE_THRESHOLD,
            "1",
            PGProperty.CONNECT_TIMEOUT,
            Long.toString(CONNECTION_WAIT.toSeconds()),
            PGProperty.SOCKET_TIMEOUT,
            Long.toString(SILENCE.toSeconds()),
            PGProperty.TCP_KEEP_ALIVE,
            "true",
            // Else the driver writes out each id of a column as text.
            PGProperty.BINARY_TRANSFER_ENABLE,
            Integer.toString(UuidArray.TYPE),
            PGProperty.APPLICATION_NAME,
            "windlass");

    private final HikariDataSource pool;
    private final PGSimpleDataSource source;
    private final PGSimpleDataSource hinting;
    private final Address address;
    private final Names names;
    private final Ruled ruled = new Ruled();
    private final Reach reach;

    /** Whether transactions begin at a level that has to be set; found out by the first of them. */
    private volatile boolean setsLevel;

    Database(String url, PostgresOptions options) {
        this.address = Address.of(url);
        options.hintUrl().ifPresent(Address::of);
        this.names = options.names();
        this.source = source(url);
        this.reach = new Reach(source);
        this.hinting = source(options.hintUrl().orElse(url));
        var config = new HikariConfig();
        config.setPoolName("windlass-" + names.schema());
        config.setDataSource(source);
        config.setMaximumPoolSize(options.connections());
        config.setMinimumIdle(0);
        config.setConnectionTimeout(CONNECTION_WAIT.toMillis());
        // A server that is down when the program starts is waited for like one that goes down later.
        config.setInitializationFailTimeout(-1);
        config.setAutoCommit(false);
        this.pool = new HikariDataSource(config);
    }

    /** What the URL says itself holds: a source takes from it only what it was not told before. */
    private static PGSimpleDataSource source(String url) {
        var source = new PGSimpleDataSource();
        source.setUrl(url);
        var said = Optional.ofNullable(Driver.parseURL(url, null)).orElseGet(Properties::new);
        OURS.forEach((property, value) -> {
            if (!property.isPresent(said)) {
                source.setProperty(property, value);
            }
        });
        return source;
    }

    /** A connection of the caller's own, beside the pool, that commits by itself. */
    Connection connect() throws SQLException {
        return hinting.getConnection();
    }

    Names names() {
        return names;
    }

    Ruled ruled() {
        return ruled;
    }

    Address address() {
        return address;
    }

    boolean setsLevel() {
        return setsLevel;
    }

    /**
     * Runs the work in one transaction on a connection of its own: the pool would wait for one where there is none to be had, and not
     * say why. What it throws undoes it.
     */
    <T> T alone(Work<T> work) {
        try {
            return tryAlone(work);
        } catch (SQLException e) {
            throw Refusal.of(e, address);
        }
    }

    /** The same, for those who can do something about what the server says. */
    <T> T tryAlone(Work<T> work) throws SQLException {
        try (var connection = source.getConnection()) {
            connection.setAutoCommit(false);
            var answer = work.on(Transaction.opening(connection, this));
            connection.commit();
            return answer;
        }
    }

    /**
     * Runs the work in one transaction on one connection. What it throws undoes it: the pool rolls back what was not committed.
     *
     * <p>A connection that turns out to be gone before the commit was sent has done nothing: the server or somebody between has ended it,
     * mostly while nobody used it, and then the others that lie idle are gone as well. So the work is done again, on a new one. And so it
     * is where the first statement was refused because the role's transactions begin at another level than ours. An accept that sent its
     * own commit along may have happened, and is repeated all the same: jobs that are there are not accepted again.
     */
    <T> T transact(Work<T> work) {
        for (var tries = 1; ; tries++) {
            try {
                return attempt(work);
            } catch (Undone e) {
                if (tries == MOST_TRIES) {
                    throw Trouble.of(e.error).seen(e.error);
                }
                if (Trouble.endsConnection(e.error)) {
                    pool.getHikariPoolMXBean().softEvictConnections();
                }
            }
        }
    }

    private <T> T attempt(Work<T> work) throws Undone {
        try (var connection = connection()) {
            var answer = untilCommit(connection, work);
            connection.commit();
            return answer;
        } catch (SQLException e) {
            throw Trouble.of(e).seen(e);
        }
    }

    private Connection connection() throws SQLException {
        reach.require();
        try {
            return pool.getConnection();
        } catch (SQLTransientConnectionException e) {
            reach.lost(e);
            throw e;
        }
    }

    private <T> T untilCommit(Connection connection, Work<T> work) throws SQLException, Undone {
        try {
            return work.on(Transaction.ofStore(connection, this));
        } catch (SQLException e) {
            if (Trouble.isOfLevel(e)) {
                setsLevel = true;
                throw new Undone(e);
            }
            if (Trouble.endsConnection(e)) {
                throw new Undone(e);
            }
            throw e;
        }
    }

    /** The transaction ended before anything could be committed in it, and another may fare better. */
    private static final class Undone extends Exception {
        private static final long serialVersionUID = 1;

        private final SQLException error;

        Undone(SQLException error) {
            super(error);
            this.error = error;
        }
    }

    /** The same for work that runs functions of the user's. */
    <T> T lend(Lending.Alone<T> work) throws Lending.Thrown {
        try (var connection = connection()) {
            var answer = work.on(Transaction.lent(connection, this));
            connection.commit();
            return answer;
        } catch (SQLException e) {
            throw Trouble.isOfSilence(e) ? Lending.silent(e) : Trouble.of(e).seen(e);
        }
    }

    /** The same for work that answers nothing. */
    void run(Step step) {
        transact(transaction -> {
            step.on(transaction);
            return transaction;
        });
    }

    @Override
    public void close() {
        pool.close();
    }

    /** What is done between begin and commit. */
    @FunctionalInterface
    interface Work<T> {
        T on(Transaction transaction) throws SQLException;
    }

    /** Work that answers nothing. */
    @FunctionalInterface
    interface Step {
        void on(Transaction transaction) throws SQLException;
    }
}
