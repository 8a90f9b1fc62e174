package dev.windlass.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.task.Session;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConnection;

final class LentConnectionTest {
    private static final String ONE = "insert into invoice values (1)";
    private static final String TWO = "insert into invoice values (2)";

    @TempDir
    Path directory;

    private SqliteStore store;

    @BeforeEach
    void open() throws SQLException {
        // No test is late because the machine is busy.
        var patient = SqliteOptions.DEFAULTS.withTransactionLimit(Duration.ofMinutes(1));
        store = SqliteStore.at(directory.resolve("windlass.db"), patient);
        store.transaction(session -> execute(session, "create table invoice (number integer primary key)"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static Connection connection(Session session) {
        return session.as(Connection.class);
    }

    private static int execute(Session session, String sql) throws SQLException {
        try (var statement = connection(session).createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    private int invoices() throws SQLException {
        return store.transaction(session -> {
            try (var statement = connection(session).createStatement();
                    var row = statement.executeQuery("select count(*) from invoice")) {
                return row.getInt(1);
            }
        });
    }

    @Nested
    final class NoWayLeadsToTheConnectionItself {
        @Test
        void from_a_statement() throws SQLException {
            store.transaction(session -> {
                try (var statement = connection(session).createStatement();
                        var prepared = connection(session).prepareStatement(ONE)) {
                    assertThat(statement.getConnection()).isSameAs(connection(session));
                    assertThat(prepared.getConnection()).isSameAs(connection(session));
                    assertThatThrownBy(() -> prepared.unwrap(PreparedStatement.class))
                            .hasMessageContaining("unwrap is refused here");
                }
                return "done";
            });
        }

        @Test
        void from_a_result() throws SQLException {
            store.transaction(session -> {
                try (var statement = connection(session).createStatement();
                        var row = statement.executeQuery("select 1")) {
                    assertThat(row.getStatement().getConnection()).isSameAs(connection(session));
                    assertThat(row.getMetaData()).isNotInstanceOf(ResultSet.class);
                    assertThatThrownBy(() -> row.getStatement().execute("commit"))
                            .hasMessageContaining("commit is refused here");
                }
                return "done";
            });
        }

        @Test
        void from_the_metadata() throws SQLException {
            store.transaction(session -> {
                var metadata = connection(session).getMetaData();
                assertThat(metadata.getConnection()).isSameAs(connection(session));
                try (var tables = metadata.getTables(null, null, "invoice", null)) {
                    assertThat(tables.next()).isTrue();
                    assertThat(tables.getStatement().getConnection()).isSameAs(connection(session));
                }
                return "done";
            });
        }

        @Test
        void by_unwrapping() {
            assertThatThrownBy(() ->
                            store.transaction(session -> connection(session).unwrap(SQLiteConnection.class)))
                    .hasMessageContaining("unwrap is refused here");
        }
    }

    @Nested
    final class TheTablesOfTheStore {
        @Test
        void can_be_read_beside_those_of_the_user() throws SQLException {
            Jobs.accept(store, 1);
            store.transaction(session -> execute(session, "insert into invoice select number from windlass_job"));

            assertThat(invoices()).isEqualTo(1);
        }

        @Test
        void cannot_be_written_however_the_statement_is_run() throws SQLException {
            Jobs.accept(store, 1);
            var sql = "delete from windlass_job";

            store.transaction(session -> {
                try (var statement = connection(session).createStatement()) {
                    assertRefused(() -> connection(session).prepareStatement(sql));
                    assertRefused(() -> statement.executeUpdate(sql));
                    assertRefused(() -> statement.addBatch(sql));
                }
                return "done";
            });
            assertThat(store.jobs().find(Jobs.id(1))).isPresent();
        }

        private void assertRefused(ThrowingCallable call) {
            assertThatThrownBy(call).hasMessageContaining("windlass_job is refused here");
        }
    }

    @Nested
    final class AfterTheFunction {
        @Test
        void a_statement_that_was_kept_writes_nothing() throws SQLException {
            var kept = new ArrayList<Statement>();
            var prepared = new ArrayList<PreparedStatement>();
            store.transaction(session -> kept.add(connection(session).createStatement())
                    && prepared.add(connection(session).prepareStatement(ONE)));

            assertThatThrownBy(() -> kept.get(0).executeUpdate(ONE)).hasMessageContaining("has ended");
            assertThatThrownBy(() -> prepared.get(0).executeUpdate()).hasMessageContaining("has ended");
            assertThat(invoices()).isZero();
        }

        @Test
        void a_statement_that_was_kept_can_be_closed_and_compared() throws SQLException {
            var kept = new ArrayList<Statement>();
            store.transaction(session -> kept.add(connection(session).createStatement()));

            kept.get(0).close();
            assertThat(kept.get(0).isClosed()).isTrue();
            assertThat(kept).contains(kept.get(0));
        }

        @Test
        void statements_that_were_left_open_do_not_hinder_the_next() throws SQLException {
            store.transaction(session -> {
                var again = connection(session).prepareStatement(ONE);
                again.executeUpdate();
                assertThatThrownBy(again::executeUpdate).hasMessageContaining("UNIQUE");
                return connection(session)
                        .createStatement()
                        .executeQuery("select number from invoice")
                        .next();
            });

            assertThat(invoices()).isEqualTo(1);
        }
    }

    @Nested
    final class ASavepointOfTheUsers {
        @Test
        void undoes_what_came_after_it_and_nothing_else() throws SQLException {
            store.transaction(session -> {
                execute(session, ONE);
                execute(session, "savepoint here");
                execute(session, TWO);
                execute(session, "rollback to here");
                execute(session, "release here");
                return store.accept(session, List.of(Jobs.job(1)));
            });

            assertThat(invoices()).isEqualTo(1);
            assertThat(store.jobs().find(Jobs.id(1))).isPresent();
        }

        @Test
        void can_be_set_through_jdbc() throws SQLException {
            store.transaction(session -> {
                var connection = connection(session);
                execute(session, ONE);
                var here = connection.setSavepoint();
                execute(session, TWO);
                connection.rollback(here);
                connection.releaseSavepoint(here);
                return "done";
            });

            assertThat(invoices()).isEqualTo(1);
        }

        @Test
        void is_undone_with_the_transaction_when_the_function_throws() throws SQLException {
            assertThatThrownBy(() -> store.transaction(session -> {
                        execute(session, "savepoint here");
                        execute(session, ONE);
                        execute(session, "release here");
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");

            assertThat(invoices()).isZero();
        }
    }

    @Nested
    final class AnotherThread {
        @Test
        void cannot_use_the_session_since_it_could_outlast_the_function() throws SQLException {
            store.transaction(session -> {
                var connection = connection(session);
                var elsewhere = CompletableFuture.supplyAsync(() -> attempt(connection));
                assertThatThrownBy(elsewhere::join).hasMessageContaining("belongs to the thread");
                return "done";
            });

            assertThat(invoices()).isZero();
        }

        private int attempt(Connection connection) {
            try (var statement = connection.createStatement()) {
                return statement.executeUpdate(ONE);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
