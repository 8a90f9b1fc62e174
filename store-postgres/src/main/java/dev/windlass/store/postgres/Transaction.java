package dev.windlass.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One transaction on one connection. The settings on which its plans rest travel with its first statement and end with it: behind a
 * pooler, settings of a session are somebody else's.
 *
 * <p>Used by one thread.
 */
final class Transaction {
    /**
     * Without these a generic plan made while the tables were empty reads whole tables for ever, and a fresh plan for each call costs
     * more than the call. Whoever runs a database without synchronous commits has them here all the same: what is accepted is durable.
     *
     * <p>A process that is stopped or loses its machine in the middle of a transaction keeps its locks, and with them its worker's row from
     * every rescuer, until the server gives its connection up: by the keep-alive of the operating system after two hours. Ten seconds,
     * since a lease of its lasts fifteen and its jobs are to start elsewhere within twenty.
     */
    private static final String PIN = """
            select set_config('plan_cache_mode', 'force_generic_plan', true),
                   set_config('enable_seqscan', 'off', true),
                   set_config('enable_bitmapscan', 'off', true),
                   set_config('enable_hashjoin', 'off', true),
                   set_config('enable_mergejoin', 'off', true),
                   set_config('jit', 'off', true),
                   set_config('lock_timeout', '5s', true),
                   set_config('idle_in_transaction_session_timeout', '10s', true),
                   case when current_setting('synchronous_commit') = 'off'
                        then set_config('synchronous_commit', 'on', true) end
            """;

    private static final String COMMIT = "commit";

    private final Connection connection;
    private final Database database;
    private final boolean isOurs;
    private boolean pinned;

    private Transaction(Connection connection, Database database, boolean isOurs) {
        this.connection = connection;
        this.database = database;
        this.isOurs = isOurs;
    }

    /** On a connection of the store's own. */
    static Transaction ofStore(Connection connection, Database database) {
        return new Transaction(connection, database, true);
    }

    /** On a connection of a user's: the settings of the session are his, and stay as they are. */
    static Transaction ofUser(Connection connection, Database database) {
        return new Transaction(connection, database, false);
    }

    boolean isOf(Database other) {
        return database == other;
    }

    Connection connection() {
        return connection;
    }

    /** The rules of queues, as this process knows them. */
    Ruled ruled() {
        return database.ruled();
    }

    /** The first call brings the settings along, in the same round trip. */
    Call call(String sql) throws SQLException {
        return callAfter(sql);
    }

    /** The same, with others before it in the same round trip, that have no parameters and whose answers are passed over. */
    Call callAfter(String sql, String... others) throws SQLException {
        return call(statements(sql, others), 0);
    }

    /**
     * The same, and the commit travels with it: a round trip less, for what the store does all at once. What is called after it
     * begins another transaction.
     */
    Call lastAfter(String sql, String... others) throws SQLException {
        if (!isOurs) {
            throw new IllegalStateException("the transaction of a user is his to commit");
        }
        var statements = statements(sql, others);
        statements.add(COMMIT);
        pinned = false;
        return call(statements, 1);
    }

    private List<String> statements(String sql, String... others) {
        var statements = new ArrayList<String>();
        if (!pinned && isOurs) {
            pinned = true;
            statements.add(PIN);
        }
        Collections.addAll(statements, others);
        statements.add(sql);
        return statements;
    }

    private Call call(List<String> statements, int behind) throws SQLException {
        return Call.after(
                statements.size() - 1 - behind, connection, database.names().in(statements));
    }

    /** A statement under the settings of whoever owns the session: for the transactions of users. */
    Call plain(String sql) throws SQLException {
        return Call.only(connection, database.names().in(sql));
    }
}
