package dev.windlass.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OwnTablesTest {
    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        Migrations.ofThisVersion().apply(Path.of("windlass.db"), connection, 7);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    /** Each is one that SQLite would run, so that none of them is refused for nothing. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert into windlass_log values (1, 2, 3, 4, 'text')",
                "INSERT OR IGNORE INTO Windlass_Log VALUES (1, 2, 3, 4, 'text')",
                "replace into windlass_log values (1, 2, 3, 4, 'text')",
                "insert into main.windlass_log values (1, 2, 3, 4, 'text')",
                "insert into/**/main -- here\n . windlass_log values (1, 2, 3, 4, 'text')",
                "update windlass_life set state = 1",
                "update or replace main.windlass_life set state = 1",
                "update or replace \"main\".\"windlass_life\" as l set state = 1",
                "update 'windlass_life' set state = 1",
                "delete from [windlass_life]",
                "delete from `windlass_life` where number in (select number from mine)",
                "delete from\"windlass_life\"",
                "with n as (select 'a\nb' as a) insert into windlass_log select 1, 2, 3, 4, a from n",
                "with n as (select 1 as a) update windlass_life set state = (select a from n)",
                "with n as (select 1 as a) delete from windlass_life where number in (select a from n)",
                "select 1; delete from windlass_life",
                "create trigger t after insert on mine begin insert into windlass_name (text) values ('a'); end",
                "create trigger t after insert on mine begin select 'a\nb'; update windlass_life set state = 1; end",
                "create trigger t after insert on mine begin select 1 as a\u2028; update windlass_life set state = 1; end"
            })
    void what_writes_them_is_refused(String sql) throws SQLException {
        runOnSqlite(sql);

        assertRefused(sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create table windlass_mine (a)",
                "create table if not exists main.windlass_life (a)",
                "create temp table windlass_life (a)",
                "create temporary view windlass_life as select 1",
                "create view windlass_view as select 1",
                "create index windlass_index on mine (a)",
                "create index worse on windlass_life (state)",
                "create unique index if not exists main.worse on windlass_life (state)",
                "create trigger t after insert on windlass_life begin select 1; end",
                "create temp trigger t before update of state on main.windlass_life begin select 1; end",
                "create trigger windlass_t after insert on mine begin select 1; end",
                "drop table windlass_life",
                "drop table if exists main.windlass_life",
                "drop index windlass_ready",
                "alter table windlass_life add column mine",
                "alter table windlass_life rename column state to status",
                "alter table windlass_life rename to mine_now",
                "alter table mine rename to windlass_mine"
            })
    void what_makes_changes_or_drops_them_is_refused(String sql) throws SQLException {
        runOnSqlite(sql);

        assertRefused(sql);
    }

    private static void assertRefused(String sql) {
        assertThatThrownBy(() -> LentSql.requireHarmless(sql))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(" is refused here: what begins with windlass_");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from windlass_life",
                "select state from main.windlass_life where number in (select number from windlass_job)",
                "select windlass_job.id from windlass_life join windlass_job on windlass_job.number = windlass_life.number",
                "insert into mine select number from windlass_life",
                "update mine set a = (select max(number) from windlass_life)",
                "update mine set a = state from windlass_life where number = a",
                "delete from mine where a in (select number from windlass_life)",
                "create view v as select * from windlass_job join windlass_life on windlass_life.number = windlass_job.number",
                "create table copy as select * from windlass_job j join windlass_life on windlass_life.number = j.number",
                "create trigger t after insert on mine begin update mine set a = state from windlass_life; end",
                "create table other (windlass_job integer)",
                "alter table mine add column windlass_job integer",
                "insert into mine values ('insert into windlass_life')",
                "insert into mine values ('x into ') returning a as windlass_a",
                "select ' update or x' windlass_alias",
                "select 1 -- delete from windlass_life",
                "create table windlass (a)",
                "create table my_windlass_job (a)",
                "explain delete from windlass_life",
                "explain query plan update windlass_life set state = 1"
            })
    void what_only_reads_them_or_looks_like_them_is_not(String sql) throws SQLException {
        runOnSqlite(sql);

        assertThatCode(() -> LentSql.requireHarmless(sql)).doesNotThrowAnyException();
    }

    /** Runs it beside the tables of this version and one of the user's. */
    private void runOnSqlite(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.executeUpdate("create table mine (a)");
            statement.execute(sql);
        }
    }

    @Test
    void refusal_names_the_table_and_the_way_out() {
        assertThatThrownBy(() -> LentSql.requireHarmless("delete from \"windlass_job\" where \"number\" = 1"))
                .hasMessageContainingAll("windlass_job is refused here", "can be read", "other names");
    }

    @Test
    void every_table_and_index_of_the_store_is_among_them() throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("select name from sqlite_schema")) {
            while (row.next()) {
                assertThat(row.getString(1)).matches("(sqlite_autoindex_)?windlass_.*");
            }
        }
    }
}
