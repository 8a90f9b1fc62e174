package dev.windlass.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.store.StoreException;
import dev.windlass.store.sqlite.Migrations.Migration;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class MigrationsTest {
    private static final Path FILE = Path.of("windlass.db");
    private static final Migration FIRST =
            new Migration(1, "create table one (x integer); insert into one values (1);");
    private static final Migration SECOND = new Migration(2, "create table two (x integer);");

    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        connection = DriverManager.getConnection("jdbc:sqlite::memory:");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private void apply(Migration... known) throws SQLException {
        new Migrations(List.of(known)).apply(FILE, connection, 7);
    }

    private List<String> ask(String sql) throws SQLException {
        var answers = new ArrayList<String>();
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            while (row.next()) {
                answers.add(row.getString(1));
            }
        }
        return answers;
    }

    @Test
    void each_is_run_once_and_recorded() throws SQLException {
        apply(FIRST);
        apply(FIRST);

        assertThat(ask("select x from one")).hasSize(1);
        assertThat(ask("select checksum from windlass_migration")).containsExactly(FIRST.checksum());
    }

    @Test
    void newer_ones_are_run_after_those_of_the_last_version() throws SQLException {
        apply(FIRST);
        apply(FIRST, SECOND);

        assertThat(ask("select version from windlass_migration order by version"))
                .containsExactly("1", "2");
        assertThat(ask("select x from two")).isEmpty();
    }

    @Test
    void file_of_a_newer_version_is_refused() throws SQLException {
        apply(FIRST, SECOND);

        assertThatThrownBy(() -> apply(FIRST))
                .isInstanceOf(StoreException.class)
                .hasMessageContainingAll("version 2", "up to 1");
    }

    @Test
    void edited_one_is_refused() throws SQLException {
        apply(FIRST);

        assertThatThrownBy(() -> apply(new Migration(1, "create table one (y integer);")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("migration 1");
    }

    @Test
    void line_ends_of_a_checkout_make_no_difference() {
        assertThat(new Migration(1, "a\r\nb").checksum()).isEqualTo(new Migration(1, "a\nb").checksum());
    }

    @Test
    void those_of_this_version_are_numbered_without_a_gap() throws SQLException {
        Migrations.ofThisVersion().apply(FILE, connection, 7);

        assertThat(ask("select version from windlass_migration order by version"))
                .startsWith("1", "2")
                .isSorted();
    }
}
