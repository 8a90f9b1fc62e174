package dev.windlass.store.sqlite;

import dev.windlass.store.ProgramLog;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * The statements of one connection, each prepared once. Used by whoever holds the connection, one thread at a time.
 *
 * <p>There is one statement for each SQL constant of this package, so the map has a bound.
 */
final class Statements {
    private static final ProgramLog log = ProgramLog.of(Statements.class);

    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    Statements(Connection connection) {
        this.connection = connection;
    }

    /** The statement for one of the package's SQL constants. Whoever asks binds all of its parameters anew. */
    PreparedStatement of(String sql) throws SQLException {
        var known = prepared.get(sql);
        if (known != null) {
            return known;
        }
        var statement = connection.prepareStatement(sql);
        prepared.put(sql, statement);
        return statement;
    }

    /** Runs a statement that takes no parameters and answers nothing. */
    void run(String sql) throws SQLException {
        of(sql).execute();
    }

    /** Forgets all statements: after an error the driver may not be able to use them again. */
    void forget() {
        for (var statement : prepared.values()) {
            try {
                statement.close();
            } catch (SQLException e) {
                // Closing a statement answers the error with which it last failed. That one was thrown already.
                log.debug("a statement was closed after an error", e);
            }
        }
        prepared.clear();
    }
}
