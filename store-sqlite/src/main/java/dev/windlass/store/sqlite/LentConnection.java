package dev.windlass.store.sqlite;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The writer's connection in foreign hands: everything but what would end the transaction or change the connection for those who
 * come after. Taken back with all statements that were made on it.
 */
final class LentConnection {
    private static final Set<String> REFUSED = Set.of(
            "abort",
            "close",
            "commit",
            "rollback",
            "setAutoCommit",
            "setReadOnly",
            "setTransactionIsolation",
            "unwrap");

    private final Connection writing;
    private final Connection lent;
    private final List<Statement> statements = new ArrayList<>();
    private boolean open = true;

    LentConnection(Connection writing) {
        this.writing = writing;
        this.lent = (Connection) Proxy.newProxyInstance(
                LentConnection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> call(method, arguments));
    }

    Connection connection() {
        requireOpen();
        return lent;
    }

    void requireOpen() {
        if (!open) {
            throw new IllegalStateException(
                    "the function to which this session was given has ended, and the session with it");
        }
    }

    private Object call(Method method, Object[] arguments) throws Throwable {
        requireOpen();
        if (REFUSED.contains(method.getName())) {
            throw new IllegalStateException(method.getName()
                    + " is refused here: the store commits when the function returns, and undoes when it throws");
        }
        try {
            var answer = method.invoke(writing, arguments);
            if (answer instanceof Statement statement) {
                statements.add(statement);
            }
            return answer;
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    void takeBack() throws SQLException {
        open = false;
        for (var statement : statements) {
            statement.close();
        }
    }
}
