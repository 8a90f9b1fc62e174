package dev.windlass.store.postgres.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.windlass.store.postgres.server.OwnServer.Shutdown;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The rigs break what they say, where they say: a failure test on a rig that does nothing would be green for nothing. */
@Timeout(120)
final class RigsTest {
    @RegisterExtension
    static final SpareServer SERVER = new SpareServer();

    @TempDir
    Path directory;

    private OwnServer server;
    private Proxy proxy;

    @BeforeAll
    static void makeTable() throws SQLException {
        SERVER.running().execute("create table noted (what int primary key)");
    }

    @BeforeEach
    void openProxy() throws IOException {
        server = SERVER.running();
        proxy = Proxy.before(server.port());
    }

    @AfterEach
    void closeProxy() throws IOException, SQLException {
        proxy.close();
        server.execute("truncate noted");
    }

    @AfterAll
    static void dropTable() throws SQLException {
        SERVER.running().execute("drop table noted");
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(proxy.url());
    }

    private static void note(Connection connection, int what) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("insert into noted values (" + what + ")");
        }
    }

    private long noted() throws SQLException {
        return server.count("select count(*) from noted");
    }

    @ParameterizedTest
    @EnumSource(Shutdown.class)
    void a_server_that_was_stopped_starts_again_on_its_port_with_what_was_committed(Shutdown how) throws Exception {
        server.execute("insert into noted values (1)");

        server.stop(how);
        assertThatThrownBy(() -> server.connect()).isInstanceOf(SQLException.class);
        server.start();

        assertThat(noted()).isOne();
        assertThat(server.count("select count(*) from pg_settings where name = 'fsync' and setting = 'on'"))
                .isOne();
    }

    @Test
    void a_server_whose_postmaster_was_killed_starts_again_at_once() throws Exception {
        try (var connection = connect()) {
            note(connection, 1);
            server.kill();
            server.start();
        }

        assertThat(noted()).isOne();
    }

    @Test
    void terminated_are_all_sessions_but_those_of_the_rig() throws Exception {
        try (var connection = connect();
                var own = server.connect()) {
            assertThat(server.backends()).isOne();
            assertThat(server.terminateBackends()).isOne();

            assertThatThrownBy(() -> note(connection, 1)).isInstanceOf(SQLException.class);
            assertThat(own.isValid(1)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"REQUEST_LOST, 0", "ANSWER_LOST, 1", "LATE, 1"})
    void a_commit_that_is_cut_fails_for_the_client_and_happens_or_not(CommitCut cut, long happens) throws Exception {
        try (var connection = connect()) {
            connection.setAutoCommit(false);
            note(connection, 1);
            proxy.cutCommits(statements -> Optional.of(cut));

            assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
        }

        await().until(() -> server.backends() == 0);
        assertThat(noted()).isEqualTo(happens);
        assertThat(proxy.cuts()).containsExactly(cut);
    }

    @Test
    void a_late_commit_is_not_there_yet_when_its_client_asks_again() throws Exception {
        try (var connection = connect()) {
            connection.setAutoCommit(false);
            note(connection, 1);
            proxy.cutCommits(statements -> Optional.of(CommitCut.LATE));
            assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
        }

        assertThat(noted()).isZero();
        await().untilAsserted(() -> assertThat(noted()).isOne());
    }

    @Test
    void a_connection_that_was_cut_after_the_answer_has_committed_and_is_of_no_more_use() throws Exception {
        try (var connection = connect()) {
            connection.setAutoCommit(false);
            note(connection, 1);
            proxy.cutCommits(statements -> Optional.of(CommitCut.ANSWERED));
            connection.commit();
            proxy.cutCommits(Scissors.NONE);

            assertThatThrownBy(() -> note(connection, 2)).isInstanceOf(SQLException.class);
        }

        assertThat(noted()).isOne();
    }

    @Test
    void scissors_are_asked_with_what_the_transaction_has_sent_prepared_or_not() throws Exception {
        var seen = new CopyOnWriteArrayList<List<String>>();
        proxy.cutCommits(statements -> {
            seen.add(statements);
            return Optional.empty();
        });
        try (var connection = DriverManager.getConnection(proxy.url() + "&prepareThreshold=1")) {
            seen.clear();
            connection.setAutoCommit(false);
            try (var insert = connection.prepareStatement("insert into noted values (?)")) {
                for (var what = 0; what < 3; what++) {
                    insert.setInt(1, what);
                    insert.execute();
                    connection.commit();
                }
            }
            note(connection, 9);
            connection.rollback();
            connection.setAutoCommit(true);
            note(connection, 10);
        }

        assertThat(seen)
                .containsExactly(
                        List.of("insert into noted values ($1)"),
                        List.of("insert into noted values ($1)"),
                        List.of("insert into noted values ($1)"),
                        List.of("insert into noted values (10)"));
    }

    @Test
    void what_is_held_up_arrives_when_the_line_is_released() throws Exception {
        try (var connection = connect()) {
            proxy.hold();
            var writer = CompletableFuture.runAsync(() -> {
                try {
                    note(connection, 1);
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            await().during(Duration.ofMillis(300)).until(() -> noted() == 0 && !writer.isDone());

            proxy.release();
            writer.join();
        }

        assertThat(noted()).isOne();
    }

    @Test
    void a_forgotten_connection_hangs_on_both_sides_and_a_new_one_passes() throws Exception {
        try (var forgotten = DriverManager.getConnection(proxy.url() + "&socketTimeout=1")) {
            proxy.forget();

            assertThatThrownBy(() -> note(forgotten, 1)).hasRootCauseMessage("Read timed out");
            assertThat(server.backends()).isOne();
            try (var connection = connect()) {
                note(connection, 2);
            }
        }

        assertThat(noted()).isOne();
    }

    @Test
    void a_line_that_refuses_lets_what_is_open_go_on() throws Exception {
        try (var connection = connect()) {
            proxy.refuse();
            assertThatThrownBy(this::connect).hasRootCauseInstanceOf(ConnectException.class);
            note(connection, 1);

            proxy.admit();
            connect().close();
        }

        assertThat(proxy.attempts()).hasSize(2);
    }

    @Test
    void a_pooler_passes_transactions_on() throws Exception {
        try (var bouncer = Pgbouncer.before(server.port(), directory);
                var connection = DriverManager.getConnection(bouncer.url())) {
            note(connection, 1);
        }

        assertThat(noted()).isOne();
    }

    @Test
    void a_standby_takes_over_with_every_commit_that_was_answered() throws Exception {
        try (var pair = SynchronousPair.start(directory)) {
            pair.primary().execute("create table noted (what int)");
            for (var what = 0; what < 100; what++) {
                pair.primary().execute("insert into noted values (" + what + ")");
            }

            pair.primary().kill();
            pair.promote();

            try (var connection = DriverManager.getConnection(pair.url())) {
                note(connection, 100);
            }
            assertThat(pair.standby().count("select count(*) from noted")).isEqualTo(101);
        }
    }
}
