package dev.windlass.store.sqlite;

import dev.windlass.store.ProgramLog;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.Wrapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The writer's connection in foreign hands: everything but what would end the transaction, change the connection for those who
 * come after, or write the store's own tables. What it makes (statements, results, metadata) is lent like it, since all of that
 * leads back to it, and is taken back with it.
 *
 * <p>Belongs to the thread that writes and refuses all others: between their look whether the function still runs and their write
 * it could end.
 */
final class LentConnection {
    private static final ProgramLog log = ProgramLog.of(LentConnection.class);

    private static final Set<String> REFUSED = Set.of(
            "abort",
            "close",
            "commit",
            "rollback",
            "setAutoCommit",
            "setReadOnly",
            "setTransactionIsolation",
            "unwrap");

    /** The methods whose first argument is SQL. */
    private static final Set<String> TAKING_SQL = Set.of(
            "addBatch",
            "execute",
            "executeLargeUpdate",
            "executeQuery",
            "executeUpdate",
            "prepareCall",
            "prepareStatement");

    private final Connection writing;
    private final TransactionGuard guard;
    private final Connection lent;
    private final List<AutoCloseable> made = new ArrayList<>();
    private final Thread owner = Thread.currentThread();
    private boolean open = true;

    LentConnection(Connection writing, TransactionGuard guard) {
        this.writing = writing;
        this.guard = guard;
        this.lent = (Connection) lend(Connection.class, writing);
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
        if (!owner.equals(Thread.currentThread())) {
            throw new IllegalStateException(
                    "a session belongs to the thread that runs its function, and this is another one; use it there");
        }
        guard.requireWhole();
    }

    private Object lend(Class<?> type, Object target) {
        return Proxy.newProxyInstance(
                LentConnection.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) ->
                        isEquals(method) ? proxy == arguments[0] : call(target, method, arguments));
    }

    private Object call(Object target, Method method, Object[] arguments) throws Throwable {
        if (!isAlwaysAllowed(target, method)) {
            requireOpen();
            requireHarmless(method, arguments);
        }
        try {
            return lent(target, method, method.invoke(target, arguments));
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof SQLException error) {
                guard.seen(error);
            }
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private static boolean isEquals(Method method) {
        return method.getDeclaringClass() == Object.class && method.getName().equals("equals");
    }

    /** Closing a statement must not hide the error for which it is closed. */
    private boolean isAlwaysAllowed(Object target, Method method) {
        return method.getDeclaringClass() == Object.class
                || (target != writing && Set.of("close", "isClosed").contains(method.getName()));
    }

    private static void requireHarmless(Method method, Object[] arguments) {
        var name = method.getName();
        var takesArgument = method.getParameterCount() > 0;
        // With an argument it goes back to a savepoint of the function's own.
        if (REFUSED.contains(name) && !(name.equals("rollback") && takesArgument)) {
            throw LentSql.refused(name);
        }
        if (TAKING_SQL.contains(name) && takesArgument && arguments[0] instanceof String sql) {
            LentSql.requireHarmless(sql);
        }
    }

    private Object lent(Object target, Method method, Object answer) {
        if (answer == writing) {
            return lent;
        }
        // What a statement makes is closed with the statement.
        if (answer instanceof AutoCloseable closeable && (target == writing || target instanceof DatabaseMetaData)) {
            made.add(closeable);
        }
        return answer instanceof Wrapper ? lend(method.getReturnType(), answer) : answer;
    }

    void takeBack() {
        open = false;
        for (var closeable : made) {
            try {
                closeable.close();
            } catch (Exception e) {
                // Closing a statement answers the error with which it last failed. That one was thrown already.
                log.debug("a lent statement was closed after an error", e);
            }
        }
    }
}
