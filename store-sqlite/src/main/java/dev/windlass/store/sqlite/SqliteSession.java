package dev.windlass.store.sqlite;

import dev.windlass.task.Given;
import dev.windlass.task.Session;
import java.sql.Connection;

/** The writer's transaction, lent to a function of the user's. Belongs to the writer's thread, and ends with the function. */
final class SqliteSession implements Session, AutoCloseable {
    private final Turn turn;
    private final Connection writing;
    private final TransactionGuard guard;
    private final LentConnection lent;

    SqliteSession(Turn turn, Connection writing, TransactionGuard guard) {
        this.turn = turn;
        this.writing = writing;
        this.guard = guard;
        this.lent = new LentConnection(writing, guard);
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

    /** Sees to it that nothing of this session is committed. */
    void giveUp(Exception error) {
        guard.giveUp(error);
    }

    /** Lets the function run for so long. */
    void bear(TransactionGuard.Patience patience) {
        guard.bear(patience);
    }

    @Override
    public <T> T as(Class<T> type) {
        if (Given.to("as", "a type", type) != Connection.class) {
            throw new IllegalArgumentException(
                    "a session of SQLite is a java.sql.Connection, it cannot be a " + type.getName());
        }
        return type.cast(lent.connection());
    }

    /** The function has ended. */
    @Override
    public void close() {
        lent.takeBack();
    }
}
