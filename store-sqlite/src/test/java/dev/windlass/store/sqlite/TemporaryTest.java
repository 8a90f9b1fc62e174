package dev.windlass.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.task.ErrorCode;
import dev.windlass.task.WindlassException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is temporary outlives its function on the connection, and hides a table of the same name from whoever comes after. */
final class TemporaryTest {
    @TempDir
    Path directory;

    private SqliteStore store;

    @BeforeEach
    void open() {
        store = SqliteStore.at(directory.resolve("windlass.db"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Object execute(String sql) throws SQLException {
        return store.transaction(session -> {
            try (var statement = session.as(Connection.class).createStatement()) {
                store.accept(session, List.of(Jobs.job(1)));
                return statement.execute(sql);
            }
        });
    }

    private void assertNothingStays() {
        assertThat(store.jobs().find(Jobs.id(1))).isEmpty();
        Jobs.accept(store, 2);
        close();
        open();
        assertThat(store.jobs().find(Jobs.id(2))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create temp table job (a)",
                "CREATE TEMPORARY TABLE job (a)",
                "create temp view engine as select 1",
                "create temp trigger t after insert on job begin select 1; end",
                "create table temp.job (a)",
                "create table if not exists temp.job (a)"
            })
    void making_something_temporary_is_refused(String sql) {
        assertThatThrownBy(() -> execute(sql))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("create temp is refused here");

        assertNothingStays();
    }

    @ParameterizedTest
    @ValueSource(strings = {"create table \"temp\".job (a)", "create view [temp].engine as select 1"})
    void something_temporary_that_was_made_all_the_same_undoes_its_function(String sql) {
        assertThatThrownBy(() -> execute(sql)).isInstanceOfSatisfying(WindlassException.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(ErrorCode.BAD_INPUT);
            assertThat(refusal).hasMessageContainingAll("windlass.db", "temporary", "nothing was written");
        });

        assertNothingStays();
    }

    @Test
    void an_alias_of_that_name_is_nothing_temporary() throws SQLException {
        execute(
                "create table invoice (number integer); create view all_invoices as select temp.number from invoice temp");

        assertThat(store.jobs().find(Jobs.id(1))).isPresent();
    }
}
