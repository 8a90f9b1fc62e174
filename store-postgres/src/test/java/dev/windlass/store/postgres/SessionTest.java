package dev.windlass.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.windlass.Windlass;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.Task;
import dev.windlass.task.WindlassException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs and rows of the user's in one transaction, of the user's or of the store's. */
final class SessionTest {
    private static final int LOOPS = 10_000;
    private static final int ROLLED_BACK = 10;

    @RegisterExtension
    static final PostgresServer SERVER = new PostgresServer();

    private static final Task<Integer, Integer> SHIP = Task.named("order.ship", Integer.class, Integer.class);

    private static final Task<String, String> BOUND = Task.named("bound", String.class, String.class);

    private PostgresFixture fixture;
    private PostgresStore store;

    @BeforeEach
    void openFixture() {
        fixture = PostgresFixture.timed(SERVER.running());
        store = (PostgresStore) fixture.store();
        fixture.execute("create table %s.purchase (number int primary key, done int not null default 0)"
                .formatted(fixture.schema()));
    }

    @AfterEach
    void closeFixture() {
        fixture.close();
    }

    private Connection connect() throws SQLException {
        var connection = SERVER.running().connect();
        connection.setSchema(fixture.schema());
        connection.setAutoCommit(false);
        return connection;
    }

    private static void insert(Connection connection, int number) throws SQLException {
        try (var statement = connection.prepareStatement("insert into purchase (number) values (?)")) {
            statement.setInt(1, number);
            statement.executeUpdate();
        }
    }

    private boolean isThere(int number) throws SQLException {
        try (var connection = connect();
                var statement = connection.prepareStatement("select 1 from purchase where number = ?")) {
            statement.setInt(1, number);
            try (var row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    @Test
    void whoever_runs_the_job_always_sees_the_row_and_what_was_rolled_back_never_runs() throws Exception {
        var ran = ConcurrentHashMap.<Integer>newKeySet();
        var blind = ConcurrentHashMap.<Integer>newKeySet();
        try (var windlass = Windlass.on(store)
                        .perform(SHIP, (number, run) -> {
                            ran.add(number);
                            if (run.attempt() == 1 && !isThere(number)) {
                                blind.add(number);
                            }
                            return number;
                        })
                        .start();
                var connection = connect()) {
            for (var number = 0; number < LOOPS; number++) {
                windlass.within(JdbcSession.of(connection)).enqueue(SHIP, number);
                insert(connection, number);
                end(connection, number);
            }
            windlass.drain();
        }

        assertThat(blind).isEmpty();
        assertThat(ran).hasSize(LOOPS - LOOPS / ROLLED_BACK).noneMatch(number -> number % ROLLED_BACK == 0);
    }

    private static void end(Connection connection, int number) throws SQLException {
        if (number % ROLLED_BACK == 0) {
            connection.rollback();
        } else {
            connection.commit();
        }
    }

    @Test
    void connection_that_commits_by_itself_is_refused() throws SQLException {
        try (var windlass = Windlass.on(store).start();
                var connection = connect()) {
            connection.setAutoCommit(true);

            assertThatThrownBy(() -> windlass.within(JdbcSession.of(connection)).enqueue(SHIP, 1))
                    .isInstanceOfSatisfying(
                            WindlassException.class,
                            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.BAD_INPUT))
                    .hasMessage(
                            "the session's connection commits each statement by itself, so there is no transaction to join;"
                                    + " call setAutoCommit(false) first");
        }
    }

    @Test
    void settings_of_the_callers_transaction_stay_as_they_are() throws SQLException {
        try (var windlass = Windlass.on(store).start();
                var connection = connect()) {
            windlass.within(JdbcSession.of(connection)).enqueue(SHIP, 1);

            try (var statement = connection.createStatement();
                    var row = statement.executeQuery(
                            "select current_setting('enable_seqscan') || current_setting('plan_cache_mode')")) {
                row.next();
                assertThat(row.getString(1)).isEqualTo("onauto");
            }
            connection.rollback();
        }
    }

    @Test
    void transaction_of_the_store_commits_what_its_function_wrote_and_undoes_it_when_it_throws() throws Exception {
        try (var windlass =
                Windlass.on(store).perform(SHIP, (number, run) -> number).start()) {
            var kept = store.transaction(session -> {
                insert(inSchema(session.as(Connection.class)), 1);
                return windlass.within(session).enqueue(SHIP, 1).id();
            });
            assertThatThrownBy(() -> store.transaction(session -> {
                        insert(inSchema(session.as(Connection.class)), 2);
                        windlass.within(session).enqueue(SHIP, 2);
                        throw new IOException("changed my mind");
                    }))
                    .isInstanceOf(IOException.class)
                    .hasMessage("changed my mind");

            assertThat(windlass.find(kept)).isPresent();
            assertThat(isThere(1)).isTrue();
            assertThat(isThere(2)).isFalse();
        }
    }

    private Connection inSchema(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("set local search_path to " + fixture.schema());
        }
        return connection;
    }

    @Test
    void function_that_ends_the_transaction_by_sql_is_told_and_nothing_of_the_store_is_written() {
        assertThatThrownBy(() -> store.transaction(session -> {
                    try (var statement = session.as(Connection.class).createStatement()) {
                        statement.execute("commit");
                    }
                    return Set.of();
                }))
                .isInstanceOfSatisfying(
                        WindlassException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.BAD_INPUT))
                .hasMessageStartingWith("the function has ended the transaction that it was given, by SQL of its own");
    }

    @Test
    void lent_connection_is_not_for_ending_the_transaction_nor_for_later() throws SQLException {
        var kept = store.transaction(session -> {
            var connection = session.as(Connection.class);
            for (var ending : Set.<Ending>of(
                    Connection::commit, Connection::rollback, Connection::close, own -> own.setAutoCommit(true))) {
                assertThatThrownBy(() -> ending.of(connection))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageStartingWith("the transaction is the store's, and ");
            }
            return connection;
        });

        assertThatThrownBy(kept::createStatement)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the function to which this session was given has ended, and the session with it");
    }

    private interface Ending {
        void of(Connection connection) throws SQLException;
    }

    @ParameterizedTest
    @ValueSource(ints = {Connection.TRANSACTION_REPEATABLE_READ, Connection.TRANSACTION_SERIALIZABLE})
    void transaction_that_sees_what_was_there_at_its_start_is_refused(int level) throws SQLException {
        try (var windlass = Windlass.on(store).start();
                var connection = connect()) {
            connection.setTransactionIsolation(level);

            assertThatThrownBy(() -> windlass.within(JdbcSession.of(connection)).enqueue(SHIP, 1))
                    .isInstanceOfSatisfying(
                            WindlassException.class,
                            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.BAD_INPUT))
                    .hasMessage(
                            "the session's transaction is repeatable read or serializable, so it cannot see how full a queue"
                                    + " is, or who holds a key; begin it after"
                                    + " setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED)");
        }
    }

    @Test
    void lent_transaction_of_a_machine_that_is_gone_ends_after_a_minute() throws SQLException {
        try (var windlass = Windlass.on(store).start()) {
            var bounds = store.<List<String>, SQLException>transaction(session -> {
                var connection = session.as(Connection.class);
                var before = bound(connection);
                windlass.within(session).enqueue(SHIP, 1);
                return List.of(before, bound(connection));
            });

            assertThat(bounds).containsExactly("1min", "1min");
        }
    }

    @Test
    void completing_holds_its_lease_for_no_more_than_a_minute_after_its_machine_is_gone() throws Exception {
        try (var windlass = Windlass.on(store)
                .perform(BOUND, (nothing, run) -> run.completing(session -> bound(session.as(Connection.class))))
                .start()) {
            assertThat(windlass.enqueue(BOUND, "").await(Duration.ofSeconds(20)))
                    .isEqualTo("1min");
        }
    }

    @Test
    void function_that_is_silent_for_too_long_is_told_that_its_transaction_has_ended() {
        assertThatThrownBy(() -> store.transaction(session -> {
                    var connection = session.as(Connection.class);
                    int backend;
                    try (var statement = connection.createStatement()) {
                        statement.execute("set local idle_in_transaction_session_timeout = '100ms'");
                        try (var row = statement.executeQuery("select pg_backend_pid()")) {
                            row.next();
                            backend = row.getInt(1);
                        }
                    }
                    await().until(() -> !isAtWork(backend));
                    return backend;
                }))
                .isInstanceOfSatisfying(
                        WindlassException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.TIMEOUT))
                .hasMessage(
                        "the function was silent for too long in a transaction of the store's, and PostgreSQL has ended that:"
                                + " nothing of it is written; do what takes long before the transaction or after it");
    }

    private static boolean isAtWork(int backend) throws SQLException {
        try (var connection = SERVER.running().connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery("select 1 from pg_stat_activity where pid = " + backend)) {
            return row.next();
        }
    }

    private static String bound(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("show idle_in_transaction_session_timeout")) {
            row.next();
            return row.getString(1);
        }
    }

    @Test
    void completing_commits_the_users_writes_with_the_outcome() throws Exception {
        try (var windlass = Windlass.on(store)
                .perform(SHIP, (number, run) -> {
                    run.<Integer, SQLException>completing(session -> {
                        insert(inSchema(session.as(Connection.class)), number);
                        return number;
                    });
                    return number;
                })
                .start()) {
            windlass.enqueue(SHIP, 7);
            windlass.drain();
        }

        assertThat(isThere(7)).isTrue();
    }
}
