package dev.windlass.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.task.ErrorCode;
import dev.windlass.task.Session;
import dev.windlass.task.SessionWork;
import dev.windlass.task.WindlassException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UserTransactionsTest {
    @TempDir
    Path directory;

    private SqliteStore store;

    @BeforeEach
    void open() throws SQLException {
        store = SqliteStore.at(directory.resolve("windlass.db"), Jobs.PATIENT);
        store.transaction(session -> execute(session, "create table invoice (number integer primary key)"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    /** Opens it anew with the limit that everybody has. */
    private void hurry() {
        store.close();
        store = SqliteStore.at(directory.resolve("windlass.db"));
    }

    /** The same, past the first function, which has longer. */
    private void hurryWarm() {
        hurry();
        store.transaction(session -> 0);
    }

    private static int execute(Session session, String sql) throws SQLException {
        try (var statement = session.as(Connection.class).createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    private int invoices() throws SQLException {
        return store.transaction(session -> {
            try (var statement = session.as(Connection.class).createStatement();
                    var row = statement.executeQuery("select count(*) from invoice")) {
                return row.getInt(1);
            }
        });
    }

    @Nested
    final class WritesOfTheUser {
        @Test
        void commit_together_with_jobs() throws SQLException {
            store.transaction(session -> {
                execute(session, "insert into invoice values (1)");
                return store.accept(session, List.of(Jobs.job(1)));
            });

            assertThat(invoices()).isEqualTo(1);
            assertThat(store.jobs().find(Jobs.id(1))).isPresent();
        }

        @Test
        void are_undone_together_with_jobs_when_the_function_throws() throws SQLException {
            assertThatThrownBy(() -> store.transaction(session -> {
                        execute(session, "insert into invoice values (1)");
                        store.accept(session, List.of(Jobs.job(1)));
                        throw new IOException("changed my mind");
                    }))
                    .isInstanceOf(IOException.class)
                    .hasMessage("changed my mind");

            assertThat(invoices()).isZero();
            assertThat(store.jobs().find(Jobs.id(1))).isEmpty();
        }

        @Test
        void are_undone_when_they_break_a_constraint_and_the_store_goes_on() throws SQLException {
            assertThatThrownBy(() -> store.transaction(session -> {
                        execute(session, "insert into invoice values (1)");
                        return execute(session, "insert into invoice values (1)");
                    }))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("invoice.number");

            assertThat(invoices()).isZero();
            Jobs.accept(store, 1);
        }
    }

    @Nested
    final class AFunction {
        @Test
        void that_runs_too_long_is_undone() throws SQLException {
            hurryWarm();
            assertThatThrownBy(() -> store.transaction(session -> {
                        execute(session, "insert into invoice values (1)");
                        return busyFor(Duration.ofMillis(150));
                    }))
                    .isInstanceOfSatisfying(WindlassException.class, late -> {
                        assertThat(late.code()).isEqualTo(ErrorCode.TIMEOUT);
                        assertThat(late).hasMessageContainingAll("limit is 100 ms", "nothing was written");
                    });

            assertThat(invoices()).isZero();
        }

        @Test
        void that_is_the_first_has_ten_times_as_long() throws SQLException {
            hurry();
            store.transaction(session -> {
                busyFor(Duration.ofMillis(150));
                return execute(session, "insert into invoice values (1)");
            });

            assertThat(invoices()).isEqualTo(1);
        }

        @Test
        void that_is_the_first_to_enqueue_has_ten_times_as_long() throws SQLException {
            hurryWarm();
            store.transaction(session -> {
                busyFor(Duration.ofMillis(150));
                store.accept(session, List.of(Jobs.job(7)));
                return execute(session, "insert into invoice values (1)");
            });
            assertThatThrownBy(() -> store.transaction(session -> {
                        busyFor(Duration.ofMillis(150));
                        return store.accept(session, List.of(Jobs.job(8)));
                    }))
                    .hasMessageContainingAll("limit is 100 ms", "nothing was written");

            assertThat(invoices()).isEqualTo(1);
        }

        @Test
        void that_is_the_first_is_undone_beyond_that() throws SQLException {
            hurry();
            assertThatThrownBy(() -> store.transaction(session -> busyFor(Duration.ofMillis(1_050))))
                    .hasMessageContainingAll(
                            "the limit is 1000 ms (for the first, ten times SqliteOptions.transactionLimit)",
                            "nothing was written");
        }

        @Test
        void with_a_statement_that_never_ends_is_broken_off() throws SQLException {
            hurryWarm();
            assertThatThrownBy(
                            () -> store.transaction(
                                    session -> execute(
                                            session,
                                            "insert into invoice with recursive n(i) as (select 1 union all select i + 1 from n) select i from n")))
                    .isInstanceOf(WindlassException.class)
                    .hasMessageContaining("limit is 100 ms");

            assertThat(invoices()).isZero();
        }

        @Test
        void is_run_once() throws SQLException {
            var runs = new ArrayList<String>();
            assertThatThrownBy(() -> store.transaction(session -> {
                        runs.add("run");
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");

            assertThat(runs).hasSize(1);
        }

        @Test
        void cannot_end_the_transaction_itself() {
            for (var call : List.<SessionWork<Object, SQLException>>of(
                    session -> end(session.as(Connection.class)::commit),
                    session -> end(session.as(Connection.class)::rollback),
                    session -> end(session.as(Connection.class)::close))) {
                assertThatThrownBy(() -> store.transaction(call))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("is refused here");
            }
        }

        @Test
        void cannot_keep_its_session() throws SQLException {
            var kept = new ArrayList<Session>();
            var connections = new ArrayList<Connection>();
            store.transaction(session -> kept.add(session) && connections.add(session.as(Connection.class)));

            assertThatThrownBy(() -> store.accept(kept.get(0), List.of(Jobs.job(1))))
                    .hasMessageContaining("has ended");
            assertThatThrownBy(() -> connections.get(0).createStatement()).hasMessageContaining("has ended");
        }

        @Test
        void that_calls_another_writing_method_is_refused_instead_of_waiting_for_itself() {
            assertThatThrownBy(() -> store.transaction(session -> store.jobs().accept(List.of(Jobs.job(1)))))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("use Windlass.within(session)");

            Jobs.accept(store, 2);
        }

        @Test
        void that_closes_the_store_is_refused_instead_of_waiting_for_itself() throws Exception {
            var other = SqliteStore.at(directory.resolve("other.db"));
            var call = new FutureTask<>(() -> other.transaction(session -> {
                other.close();
                return "closed";
            }));
            Outside.start("caller", call);

            assertThatThrownBy(() -> call.get(10, TimeUnit.SECONDS))
                    .hasRootCauseInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("close it when the function has returned");

            Jobs.accept(other, 1);
            other.close();
        }

        @Test
        void that_throws_an_error_is_undone_and_the_error_comes_back_as_it_is() throws SQLException {
            var error = new StackOverflowError("too deep");

            assertThatThrownBy(() -> store.transaction(session -> {
                        execute(session, "insert into invoice values (1)");
                        throw error;
                    }))
                    .isSameAs(error);

            assertThat(invoices()).isZero();
            Jobs.accept(store, 2);
        }

        @Test
        void that_throws_one_and_the_same_exception_again_and_again_does_not_make_it_grow() {
            var thrown = new IllegalStateException("no");
            for (var times = 0; times < 3; times++) {
                assertThatThrownBy(() -> store.transaction(session -> {
                            throw thrown;
                        }))
                        .isSameAs(thrown);
            }

            assertThat(thrown.getSuppressed()).hasSize(1);
        }

        private Object end(End end) throws SQLException {
            end.end();
            return "ended";
        }

        private Object busyFor(Duration time) {
            var end = System.nanoTime() + time.toNanos();
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            return "late";
        }
    }

    /** A way to end a transaction. */
    private interface End {
        void end() throws SQLException;
    }

    @Nested
    final class AForeignSession {
        @Test
        void of_another_store_is_refused() {
            try (var other = SqliteStore.at(directory.resolve("other.db"))) {
                assertThatThrownBy(() -> other.transaction(session -> store.accept(session, List.of(Jobs.job(1)))))
                        .isInstanceOfSatisfying(WindlassException.class, refusal -> {
                            assertThat(refusal.code()).isEqualTo(ErrorCode.BAD_INPUT);
                            assertThat(refusal)
                                    .hasMessageContainingAll("not one of", "windlass.db", "SqliteStore.transaction");
                        });
            }
        }

        @Test
        void around_a_connection_of_the_users_own_is_refused() {
            var foreign = new Session() {
                @Override
                public <T> T as(Class<T> type) {
                    throw new IllegalArgumentException("unused");
                }
            };

            assertThatThrownBy(() -> store.accept(foreign, List.of(Jobs.job(1))))
                    .hasMessageContaining("not one of");
        }
    }
}
