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
     */
    private static final String PLANS = """
            select set_config('plan_cache_mode', 'force_generic_plan', true),
                   set_config('enable_seqscan', 'off', true),
                   set_config('enable_bitmapscan', 'off', true),
                   set_config('enable_hashjoin', 'off', true),
                   set_config('enable_mergejoin', 'off', true),
                   set_config('jit', 'off', true),
                   set_config('lock_timeout', '5s', true),
                   case when current_setting('synchronous_commit') = 'off'
                        then set_config('synchronous_commit', 'on', true) end""";

    /**
     * A process that is stopped or loses its machine in the middle of a transaction keeps its locks, and with them its worker's row from
     * every rescuer, until the server gives its connection up: by the keep-alive of the operating system after two hours. Ten seconds,
     * since a lease of its lasts fifteen and its jobs are to start elsewhere within twenty.
     */
    private static final String BOUND =
            PLANS + ",\n       set_config('idle_in_transaction_session_timeout', '10s', true)";

    /**
     * A statement that had to wait for a row sees what has become of it, and the next one sees the rest: only so under READ COMMITTED, and
     * a role or a database may have another level for its default. The level can be set before the first query alone, so this fails where
     * it is another, and costs nothing where it is not; {@link Database} says it first from then on.
     */
    private static final String LEVEL = """
            case when current_setting('transaction_isolation') in ('repeatable read', 'serializable')
                        then set_config('transaction_isolation', 'read committed', true) end""";

    private static final String PIN = BOUND + ",\n       " + LEVEL;

    private static final List<String> READ_COMMITTED = List.of("set transaction isolation level read committed");

    /** Longer than where no function of the user's runs: between its statements it does what it has to do. */
    private static final List<String> LENT =
            List.of(READ_COMMITTED.get(0), "select set_config('idle_in_transaction_session_timeout', '60s', true)");

    /** Comes before any other statement. */
    private static final String SNAPSHOT = "set transaction isolation level repeatable read, read only";

    private static final String COMMIT = "commit";

    private final Connection connection;
    private final Database database;
    private final boolean isOurs;

    /** What travels before the first statement of any kind, and before the first under our settings; empty once it has. */
    private List<String> first;

    private List<String> settings;

    private Transaction(Connection connection, Database database, List<String> first, List<String> settings) {
        this(connection, database, false, first, settings);
    }

    private Transaction(
            Connection connection, Database database, boolean isOurs, List<String> first, List<String> settings) {
        this.connection = connection;
        this.database = database;
        this.isOurs = isOurs;
        this.first = first;
        this.settings = settings;
    }

    /** On a connection of the store's own. */
    static Transaction ofStore(Connection connection, Database database) {
        return new Transaction(connection, database, true, level(database), List.of(PIN));
    }

    private static List<String> level(Database database) {
        return database.setsLevel() ? READ_COMMITTED : List.of();
    }

    /** On a connection of the store's own, of which nothing is known yet. */
    static Transaction opening(Connection connection, Database database) {
        return new Transaction(connection, database, READ_COMMITTED, List.of(PIN));
    }

    /** On a connection of the store's own, for functions of the user's to run in. */
    static Transaction lent(Connection connection, Database database) {
        return new Transaction(connection, database, LENT, List.of(PLANS));
    }

    /** On a connection of a user's: the settings of the session are his, and stay as they are. Fails if its level will not do. */
    static Transaction ofUser(Connection connection, Database database) {
        return new Transaction(connection, database, List.of(), List.of("select " + LEVEL));
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

    /** From here on all statements see the same, and write nothing: for whoever reads what has to fit together. */
    void freeze() throws SQLException {
        first = List.of();
        settings = List.of(BOUND);
        try (var call = plain(SNAPSHOT)) {
            call.run();
        }
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
            throw new IllegalStateException(
                    "only a transaction that the store has for itself commits with a statement");
        }
        var statements = statements(sql, others);
        statements.add(COMMIT);
        first = level(database);
        settings = List.of(PIN);
        return call(statements, 1);
    }

    private List<String> statements(String sql, String... others) {
        var statements = new ArrayList<>(first);
        statements.addAll(settings);
        Collections.addAll(statements, others);
        statements.add(sql);
        first = List.of();
        settings = List.of();
        return statements;
    }

    /** A statement under the settings of whoever owns the session: for the transactions of users. */
    Call plain(String sql) throws SQLException {
        var statements = new ArrayList<>(first);
        statements.add(sql);
        first = List.of();
        return call(statements, 0);
    }

    private Call call(List<String> statements, int behind) throws SQLException {
        return Call.after(
                statements.size() - 1 - behind, connection, database.names().in(statements));
    }

    /** Statements that define tables, several at once. They are not kept: each is run once. */
    void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(database.names().once(sql));
        }
    }
}
