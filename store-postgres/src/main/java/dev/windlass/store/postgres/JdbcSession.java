package dev.windlass.store.postgres;

import dev.windlass.task.Given;
import dev.windlass.task.Session;
import java.sql.Connection;

/**
 * A transaction of the caller's on a connection of the caller's: jobs that are enqueued in it exist if and only if it commits, whoever
 * made the connection, be it a pool, a framework or the driver.
 *
 * <p>The caller begins the transaction and ends it. Nothing is changed about the connection and nothing is left on it. Used by the
 * thread that uses the connection.
 */
public final class JdbcSession implements Session {
    private final Connection connection;
    private final boolean notifies;

    private JdbcSession(Connection connection, boolean notifies) {
        this.connection = connection;
        this.notifies = notifies;
    }

    /** A session on a connection that does not commit by itself. Workers find its jobs by looking, within a second of the commit. */
    public static JdbcSession of(Connection connection) {
        return new JdbcSession(Given.to("of", "a connection", connection), false);
    }

    /**
     * The same, and the commit wakes workers at once. PostgreSQL commits transactions that notify one after the other in the whole
     * database, the wait for the disk included: right for what is rare and urgent, wrong for what comes by thousands a second.
     */
    public JdbcSession notifying() {
        return new JdbcSession(connection, true);
    }

    boolean notifies() {
        return notifies;
    }

    Connection connection() {
        return connection;
    }

    @Override
    public <T> T as(Class<T> type) {
        return connectionAs(type, connection);
    }

    static <T> T connectionAs(Class<T> type, Connection connection) {
        if (Given.to("as", "a type", type) != Connection.class) {
            throw new IllegalArgumentException(
                    "a session of PostgreSQL is a java.sql.Connection, it cannot be a " + type.getName());
        }
        return type.cast(connection);
    }
}
