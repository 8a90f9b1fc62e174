package dev.windlass.store.sqlite;

import dev.windlass.store.Session;
import java.sql.Connection;
import java.sql.SQLException;

/** The writer's transaction, lent to a function of the user's. Belongs to the writer's thread, and ends with the function. */
final class SqliteSession implements Session {
    private final Turn turn;
    private final Connection writing;
    private final LentConnection lent;

    SqliteSession(Turn turn, Connection writing) {
        this.turn = turn;
        this.writing = writing;
        this.lent = new LentConnection(writing);
    }

    /** The turn to which this session belongs, while it lasts. */
    Turn turn() {
        lent.requireOpen();
        return turn;
    }

    /** Whether this is a session of the store that writes by this connection. */
    boolean belongsTo(Connection connection) {
        return writing == connection;
    }

    @Override
    public <T> T as(Class<T> type) {
        if (type != Connection.class) {
            throw new IllegalArgumentException(
                    "a session of SQLite is a java.sql.Connection, it cannot be a " + type.getName());
        }
        return type.cast(lent.connection());
    }

    void end() throws SQLException {
        lent.takeBack();
    }
}
