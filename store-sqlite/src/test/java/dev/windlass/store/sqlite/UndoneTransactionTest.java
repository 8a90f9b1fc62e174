package dev.windlass.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.store.StoreException;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.Session;
import dev.windlass.task.SessionWork;
import dev.windlass.task.WindlassException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A transaction that ends underneath its function: nothing that the function wrote, and nothing that it still tries, is in the file. */
final class UndoneTransactionTest {
    private static final String FIRST = "insert into invoice values (1)";
    private static final String LATER = "insert into invoice values (2)";

    /** Counts for ever, so that the limit breaks it off: a write, for which SQLite rolls the whole transaction back. */
    private static final String ENDLESS =
            "update invoice set number = (with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n)";

    @TempDir
    Path directory;

    private SqliteStore store;

    @BeforeEach
    void open() throws SQLException {
        // No test is late because the machine is busy; where the limit is the point, it is the default.
        store = SqliteStore.at(file(), SqliteOptions.DEFAULTS.withTransactionLimit(Duration.ofMinutes(1)));
        store.transaction(session -> execute(session, "create table invoice (number integer primary key)"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Path file() {
        return directory.resolve("windlass.db");
    }

    private static int execute(Session session, String sql) throws SQLException {
        try (var statement = session.as(Connection.class).createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    /** Runs what fails, and goes on with no more than its message. */
    private static String passOver(Session session, String sql) {
        try {
            execute(session, sql);
        } catch (SQLException e) {
            return String.valueOf(e.getMessage());
        }
        throw new AssertionError("no error of " + sql);
    }

    /** Counted on a connection of the test's own: what is there is durable. */
    private int invoices() throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                var statement = connection.createStatement();
                var row = statement.executeQuery("select count(*) from invoice")) {
            return row.getInt(1);
        }
    }

    private void assertNothingWritten() throws SQLException {
        assertThat(invoices()).isZero();
        assertThat(store.jobs().find(Jobs.id(1))).isEmpty();
        store.transaction(session -> execute(session, "insert into invoice values (3)"));
        assertThat(invoices()).as("the store goes on").isEqualTo(1);
    }

    private void assertTimeout(SessionWork<?, SQLException> work) {
        assertThatThrownBy(() -> store.transaction(work)).isInstanceOfSatisfying(WindlassException.class, late -> {
            assertThat(late.code()).isEqualTo(ErrorCode.TIMEOUT);
            assertThat(late).hasMessageContainingAll("limit is 100 ms", "windlass.db", "nothing was written");
        });
    }

    private void assertUndone(SessionWork<?, SQLException> work) {
        assertThatThrownBy(() -> store.transaction(work)).isInstanceOfSatisfying(WindlassException.class, undone -> {
            assertThat(undone.code()).isEqualTo(ErrorCode.BAD_INPUT);
            assertThat(undone).hasMessageContainingAll("windlass.db", "nothing was written", "let such an error end");
        });
    }

    @Nested
    final class AWriteThatTheLimitBreaksOff {
        @BeforeEach
        void openWithTheDefaultLimit() {
            store.close();
            store = SqliteStore.at(file());
            // The first has longer.
            store.transaction(session -> 0);
        }

        @Test
        void takes_a_later_write_with_it() throws SQLException {
            assertTimeout(session -> {
                execute(session, FIRST);
                passOver(session, ENDLESS);
                return execute(session, LATER);
            });

            assertNothingWritten();
        }

        @Test
        void takes_a_later_write_with_it_though_the_function_returns() throws SQLException {
            assertTimeout(session -> {
                execute(session, FIRST);
                passOver(session, ENDLESS);
                assertThatThrownBy(() -> execute(session, LATER)).hasMessageContaining("limit is 100 ms");
                return "as if nothing had happened";
            });

            assertNothingWritten();
        }

        @Test
        void takes_a_statement_with_it_that_was_prepared_before() throws SQLException {
            assertTimeout(session -> {
                try (var later = session.as(Connection.class).prepareStatement(LATER)) {
                    execute(session, FIRST);
                    passOver(session, ENDLESS);
                    return later.executeUpdate();
                }
            });

            assertNothingWritten();
        }

        @Test
        void takes_a_later_accept_with_it() throws SQLException {
            assertTimeout(session -> {
                execute(session, FIRST);
                passOver(session, ENDLESS);
                return store.accept(session, List.of(Jobs.job(1)));
            });

            assertNothingWritten();
        }
    }

    @Nested
    final class AConstraintThatRollsBack {
        private static final String AGAIN = "insert or rollback into invoice values (1)";

        @Test
        void takes_a_later_write_with_it() throws SQLException {
            assertUndone(session -> {
                execute(session, FIRST);
                assertThat(passOver(session, AGAIN)).contains("invoice.number");
                return execute(session, LATER);
            });

            assertNothingWritten();
        }

        @Test
        void takes_a_later_accept_with_it() throws SQLException {
            assertUndone(session -> {
                execute(session, FIRST);
                passOver(session, AGAIN);
                return store.accept(session, List.of(Jobs.job(1)));
            });

            assertNothingWritten();
        }

        @Test
        void is_answered_even_if_the_function_passes_over_everything() throws SQLException {
            assertUndone(session -> {
                execute(session, FIRST);
                passOver(session, AGAIN);
                assertThatThrownBy(() -> execute(session, LATER)).hasMessageContaining("nothing was written");
                return "as if nothing had happened";
            });

            assertNothingWritten();
        }

        @Test
        void names_the_error_that_was_passed_over() {
            assertThatThrownBy(() -> store.transaction(session -> {
                        execute(session, FIRST);
                        return passOver(session, AGAIN);
                    }))
                    .hasMessageContaining("UNIQUE constraint failed")
                    .hasRootCauseInstanceOf(SQLException.class);
        }

        @Test
        void in_a_trigger_takes_a_later_write_with_it() throws SQLException {
            assertUndone(session -> {
                execute(
                        session,
                        "create trigger never before insert on invoice when new.number = 7 begin select raise(rollback, 'never 7'); end");
                execute(session, FIRST);
                assertThat(passOver(session, "insert into invoice values (7)")).contains("never 7");
                return execute(session, LATER);
            });

            assertNothingWritten();
        }

        @Test
        void is_thrown_to_the_caller_if_the_function_throws_it() throws SQLException {
            assertThatThrownBy(() -> store.transaction(session -> {
                        execute(session, FIRST);
                        return execute(session, AGAIN);
                    }))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("invoice.number");

            assertNothingWritten();
        }
    }

    @Nested
    final class AnAcceptThatFails {
        @Test
        void takes_the_transaction_with_it_for_half_a_job_might_be_there() throws SQLException {
            try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                    var statement = connection.createStatement()) {
                statement.executeUpdate(
                        "create trigger never before insert on windlass_life begin select raise(abort, 'not today'); end");
            }
            assertUndone(session -> {
                execute(session, FIRST);
                assertThatThrownBy(() -> store.accept(session, List.of(Jobs.job(1))))
                        .isInstanceOf(StoreException.class)
                        .hasMessageContaining("not today");
                return execute(session, LATER);
            });

            assertNothingWritten();
        }
    }

    @Nested
    final class ADiskThatIsFull {
        @Test
        void is_answered_as_such_though_the_function_returns() throws SQLException {
            store.transaction(session -> execute(session, "create table note (text blob)"));
            DiskFullTest.bound(store, 100);

            assertThatThrownBy(() -> store.transaction(session -> {
                        execute(session, FIRST);
                        return passOver(session, "insert into note values (zeroblob(2000000))");
                    }))
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            full -> assertThat(full.code()).isEqualTo(ErrorCode.STORE_FULL));

            assertNothingWritten();
        }
    }

    @Nested
    final class TextThatEndsTheTransaction {
        /** Ways to send SQL to SQLite. */
        private enum Way {
            EXECUTE,
            UPDATE,
            QUERY,
            PREPARE,
            BATCH;

            Object send(Connection connection, String sql) throws SQLException {
                try (var statement = connection.createStatement()) {
                    return switch (this) {
                        case EXECUTE -> statement.execute(sql);
                        case UPDATE -> statement.executeUpdate(sql);
                        case QUERY -> statement.executeQuery(sql);
                        case PREPARE -> prepared(connection, sql);
                        case BATCH -> batched(statement, sql);
                    };
                }
            }

            private static boolean prepared(Connection connection, String sql) throws SQLException {
                try (var statement = connection.prepareStatement(sql)) {
                    return statement.execute();
                }
            }

            private static int[] batched(Statement statement, String sql) throws SQLException {
                statement.addBatch(sql);
                return statement.executeBatch();
            }
        }

        @ParameterizedTest
        @EnumSource
        void is_refused_whichever_way_it_is_sent(Way way) throws SQLException {
            assertRefused("commit", way);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "insert into invoice values (4); commit; begin immediate",
                    "insert into invoice values (4); rollback; begin immediate",
                    "/* ; */ select ';' ; END TRANSACTION; begin"
                })
        void is_refused_in_the_midst_of_other_statements(String sql) throws SQLException {
            assertRefused(sql, Way.UPDATE);
        }

        private void assertRefused(String sql, Way way) throws SQLException {
            assertThatThrownBy(() -> store.transaction(session -> {
                        execute(session, FIRST);
                        return way.send(session.as(Connection.class), sql);
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("is refused here");

            assertNothingWritten();
        }

        @Test
        void that_came_past_all_of_this_is_told_as_it_is_and_nothing_follows_it() throws SQLException {
            assertThatThrownBy(() -> store.transaction(session -> {
                        execute(session, FIRST);
                        ((SqliteSession) session).turn().statement("commit").execute();
                        return execute(session, LATER);
                    }))
                    .isInstanceOf(WindlassException.class)
                    .hasMessageContainingAll("windlass.db", "was committed underneath", "stays", "nothing after that")
                    .hasMessageNotContaining("nothing was written");

            assertThat(invoices()).isEqualTo(1);
        }

        @Test
        void leaves_the_transaction_whole_if_the_function_goes_on() throws SQLException {
            store.transaction(session -> {
                execute(session, FIRST);
                assertThatThrownBy(() -> execute(session, "commit")).hasMessageContaining("is refused here");
                return execute(session, LATER);
            });

            assertThat(invoices()).isEqualTo(2);
        }
    }
}
