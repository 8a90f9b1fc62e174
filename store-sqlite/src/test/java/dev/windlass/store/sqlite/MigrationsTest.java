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
    void tags_of_a_file_of_before_are_found_by_their_words() throws SQLException {
        var all = Migrations.ofThisVersion();
        all.upTo(7).apply(FILE, connection, 7);
        try (var statement = connection.createStatement()) {
            statement.executeUpdate("insert into windlass_name (number, text) values (5, '007'), (6, 'mail')");
            statement.executeUpdate("insert into windlass_tag (tag, job) values (5, 1), (6, 1), (5, 2)");
        }

        all.apply(FILE, connection, 8);

        assertThat(ask("select tag || ' ' || job from windlass_tag order by tag, job"))
                .containsExactly("007 1", "007 2", "mail 1");
    }

    @Test
    void those_of_this_version_are_numbered_without_a_gap() throws SQLException {
        Migrations.ofThisVersion().apply(FILE, connection, 7);

        assertThat(ask("select version - row_number() over (order by version) from windlass_migration"))
                .isNotEmpty()
                .containsOnly("0");
    }
}
