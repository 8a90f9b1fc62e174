package dev.windlass.store.sqlite;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LentSqlTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "begin",
                "BEGIN IMMEDIATE",
                " \n\t commit",
                "\uFEFFcommit",
                "end",
                "rollback",
                "rollback transaction",
                "rollback transaction \"to\"",
                "rollback transaction 'to'",
                "rollback transaction [to] -- to",
                "attach 'other.db' as other",
                "detach other",
                "vacuum",
                "vacuum into 'copy.db'",
                "backup to copy.db",
                "restore from copy.db",
                "pragma synchronous = off",
                "pragma main.journal_mode(delete)",
                "pragma \"journal_mode\" = delete",
                "explain pragma synchronous = off"
            })
    void what_ends_the_transaction_or_changes_the_connection_is_refused(String sql) {
        assertRefused(sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ";;commit",
                "select 1; commit",
                "select 'it''s;' ; commit",
                "select \"a;\"\"\"; commit",
                "select [a;'], `b;'` from t; commit",
                "-- ; commit\n commit",
                "select 1 /* ; */ ; /* */ commit",
                "/*/ select */ commit",
                "create trigger t after insert on x begin delete from y; end; commit",
                "create trigger t after insert on x begin update y set a = case a when 1 then 2 end; end; commit",
                "create temp trigger t after insert on x begin select 1; select 2; end; select 3; commit",
                "create table trigger_like (a); commit",
                "select $a('); commit; select $b(')",
                "select @a::b('); commit; select ')'",
                "select :a; commit"
            })
    void what_is_refused_is_found_wherever_a_statement_begins(String sql) {
        assertRefused(sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ";",
                "select 'commit'",
                "select 1 -- ; commit",
                "select 1 /* ; commit",
                "insert into note values ('; commit')",
                "select \"; commit\", [; commit], `; commit`",
                "insert into commit_log values (1); update beginning set a = 1",
                "savepoint here",
                "release here",
                "rollback to here",
                "ROLLBACK TRANSACTION TO SAVEPOINT here",
                "pragma table_info(invoice)",
                "pragma main.index_list('invoice')",
                "pragma journal_mode",
                "create trigger t after insert on x begin delete from y; insert into y values (1); end",
                "create trigger if not exists t instead of update on x begin select case 1 when 1 then 2 end; end;",
                "with n as (select 1) select * from n",
                "select $commit, :commit, @a(;commit) from t",
                "not SQL at all"
            })
    void everything_else_is_left_to_sqlite(String sql) {
        assertThatCode(() -> LentSql.requireHarmless(sql)).doesNotThrowAnyException();
    }

    @Test
    void long_text_is_read_without_deep_recursion() {
        var million = "x".repeat(1_000_000);
        var text = "insert into note values ('" + million + "', " + million + ") /* " + million + " */ -- " + million
                + "\n; $" + "a::".repeat(300_000) + "b; commit";

        assertRefused(text);
    }

    @Test
    void the_refusal_says_the_word_and_the_reason() {
        assertThatThrownBy(() -> LentSql.requireHarmless("select 1; Vacuum"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("vacuum is refused here", "the store commits");
    }

    private static void assertRefused(String sql) {
        assertThatThrownBy(() -> LentSql.requireHarmless(sql))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is refused here");
    }
}
