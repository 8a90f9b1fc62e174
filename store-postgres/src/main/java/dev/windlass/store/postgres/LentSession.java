package dev.windlass.store.postgres;

import dev.windlass.task.Session;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.Statement;
import java.util.Set;

/**
 * A transaction of the store's, lent to a function of the user's: everything but what would end it. The connection that the
 * function gets ends with the function, and so do the statements that it made.
 *
 * <p>Whoever ends the transaction by SQL finds out afterwards: {@link Lending} compares transactions. Used by the thread that runs the
 * function, and refused to all others.
 */
final class LentSession implements Session, AutoCloseable {
    private static final Set<String> REFUSED = Set.of(
            "abort",
            "close",
            "commit",
            "rollback",
            "setAutoCommit",
            "setReadOnly",
            "setTransactionIsolation",
            "unwrap");

    private final Transaction transaction;
    private final Connection connection;
    private final Connection lent;
    private final Thread owner = Thread.currentThread();
    private boolean open = true;

    LentSession(Transaction transaction) {
        this.transaction = transaction;
        this.connection = transaction.connection();
        this.lent = (Connection) lend(Connection.class, connection);
    }

    /** The transaction to which it belongs, while it lasts. */
    Transaction transaction() {
        requireOpen();
        return transaction;
    }

    @Override
    public <T> T as(Class<T> type) {
        requireOpen();
        return JdbcSession.connectionAs(type, lent);
    }

    /** The function has ended. */
    @Override
    public void close() {
        open = false;
    }

    private void requireOpen() {
        if (!open) {
            throw new IllegalStateException(
                    "the function to which this session was given has ended, and the session with it");
        }
        if (!owner.equals(Thread.currentThread())) {
            throw new IllegalStateException(
                    "a session belongs to the thread that runs its function, and this is another one; use it there");
        }
    }

    private Object lend(Class<?> type, Object target) {
        return Proxy.newProxyInstance(
                LentSession.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) ->
                        isEquals(method) ? proxy == arguments[0] : call(target, method, arguments));
    }

    private static boolean isEquals(Method method) {
        return method.getDeclaringClass() == Object.class && method.getName().equals("equals");
    }

    private Object call(Object target, Method method, Object[] arguments) throws Throwable {
        if (method.getDeclaringClass() != Object.class) {
            requireOpen();
            requireHarmless(target, method);
        }
        try {
            return lent(method, method.invoke(target, arguments));
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    /** With an argument, rollback goes back to a savepoint of the function's own. */
    private void requireHarmless(Object target, Method method) {
        var isOwnRollback = method.getName().equals("rollback") && method.getParameterCount() > 0;
        if (target == connection && REFUSED.contains(method.getName()) && !isOwnRollback) {
            throw new IllegalStateException("the transaction is the store's, and " + method.getName()
                    + " is not for the function that was given it; return to commit it, throw to undo it");
        }
    }

    /** What leads back to the connection leads to the lent one. */
    private Object lent(Method method, Object answer) {
        if (answer == connection) {
            return lent;
        }
        return answer instanceof Statement || answer instanceof DatabaseMetaData
                ? lend(method.getReturnType(), answer)
                : answer;
    }
}
