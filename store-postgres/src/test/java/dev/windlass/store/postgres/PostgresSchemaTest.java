package dev.windlass.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.Windlass;
import dev.windlass.store.StoreException;
import dev.windlass.store.postgres.PostgresOptions.Hinting;
import dev.windlass.store.postgres.PostgresOptions.SchemaChange;
import dev.windlass.store.postgres.PostgresOptions.SchemaLock;
import dev.windlass.store.postgres.PostgresSchema.State;
import dev.windlass.store.postgres.PostgresSchema.Step;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.Task;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How the tables of a store come to be, and which tables it takes. */
final class PostgresSchemaTest {
    @RegisterExtension
    static final PostgresServer SERVER = new PostgresServer();

    private static final Task<String, String> PING = Task.named("ping", String.class, String.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final String CATALOGUE = """
            with ours as (select oid, relname, relkind, relpersistence, reloptions from pg_class
                          where relnamespace = ?::regnamespace and relkind in ('r', 'v', 'S', 'p'))
            select concat_ws(' ', 'relation', relname, relkind, relpersistence, reloptions,
                             case when relkind = 'v' then pg_get_viewdef(oid) end)
            from ours
            union all
            select concat_ws(' ', 'column', relname, attnum, attname, format_type(atttypid, atttypmod), attnotnull, attidentity,
                             attstorage, attcollation, pg_get_expr(adbin, adrelid))
            from ours join pg_attribute on attrelid = ours.oid and attnum > 0
                 left join pg_attrdef on adrelid = ours.oid and adnum = attnum
            union all
            select concat_ws(' ', 'index', pg_get_indexdef(indexrelid), index.reloptions)
            from ours join pg_index on indrelid = ours.oid join pg_class index on index.oid = indexrelid
            union all
            select concat_ws(' ', 'constraint', relname, conname, pg_get_constraintdef(pg_constraint.oid))
            from ours join pg_constraint on conrelid = ours.oid
            union all
            select concat_ws(' ', 'sequence', relname, seqtypid::regtype, seqstart, seqincrement, seqcache)
            from ours join pg_sequence on seqrelid = ours.oid
            union all
            select concat_ws(' ', 'function', pg_get_functiondef(oid)) from pg_proc where pronamespace = ?::regnamespace
            union all
            select concat_ws(' ', 'rows', relname, query_to_xml('select count(*) from ' || oid::regclass, false, true, ''))
            from ours where relkind = 'r'
            order by 1
            """;

    private static final int STORES = 8;
    private static final int STEPS = 1;

    private final String schema =
            "t" + UUID.randomUUID().toString().replace("-", "").substring(0, 20);
    private final PostgresOptions options =
            PostgresOptions.DEFAULTS.withSchema(schema).withConnections(2).withHints(Hinting.POLL);
    private final PostgresOptions required = options.withSchemaChange(SchemaChange.REQUIRE);

    @AfterEach
    void dropSchema() throws SQLException {
        execute("drop schema if exists " + schema + " cascade");
    }

    @ParameterizedTest
    @EnumSource
    void of_stores_that_open_at_once_on_an_empty_database_one_makes_the_tables(SchemaLock lock) throws Exception {
        var together = new CyclicBarrier(STORES);
        Callable<Boolean> open = () -> {
            together.await();
            try (var store = PostgresStore.at(url(), options.withSchemaLock(lock))) {
                return store.now().isAfter(Instant.EPOCH);
            }
        };
        var threads = Executors.newFixedThreadPool(STORES);
        try {
            var opened = new ArrayList<Callable<Boolean>>();
            for (var store = 0; store < STORES; store++) {
                opened.add(open);
            }
            for (var store : threads.invokeAll(opened)) {
                assertThat(store.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(number("select count(*) from %s.migration where version > 0"))
                .isEqualTo(STEPS);
        assertThat(PostgresSchema.check(url(), options)).containsExactly(new Step(1, State.DONE));
    }

    @Test
    void what_is_printed_and_run_by_hand_is_taken_by_a_store_that_changes_nothing() throws SQLException {
        var prefixed = required.withPrefix("wl_");
        execute(PostgresSchema.print(prefixed));

        assertThat(PostgresSchema.check(url(), prefixed)).containsExactly(new Step(1, State.DONE));
        assertThat(PostgresSchema.migrate(url(), prefixed)).isEmpty();
        try (var store = PostgresStore.at(url(), prefixed)) {
            assertThat(store.workers().list()).isEmpty();
        }
    }

    @Test
    void what_is_printed_makes_the_same_tables_as_a_migration() throws SQLException {
        PostgresSchema.migrate(url(), options);
        var migrated = catalogue();
        execute("drop schema " + schema + " cascade");
        execute(PostgresSchema.print(options));

        assertThat(migrated).hasSizeGreaterThan(100);
        assertThat(catalogue()).containsExactlyElementsOf(migrated);
    }

    @Test
    void what_is_printed_names_the_schema_alone() {
        assertThat(PostgresSchema.print(options))
                .startsWith(
                        "-- The tables of Windlass in schema " + schema + ", steps 1 to 1. One transaction: all of it"
                                + " happens, or nothing.\nbegin;\n\ncreate schema if not exists " + schema + ";\n")
                .endsWith("\ncommit;\n")
                .doesNotContain(" windlass.");
    }

    @Test
    void a_store_that_must_not_change_tables_refuses_to_open_without_them() throws SQLException {
        assertThat(PostgresSchema.check(url(), required)).containsExactly(new Step(1, State.MISSING));
        assertRefused(
                required,
                "the schema " + schema
                        + " has 0 of 1 steps of this program; run 'windlass schema migrate', or the SQL that"
                        + " 'windlass schema print' gives");
        assertThat(number("select count(*) from pg_namespace where nspname = '%s'"))
                .isZero();

        assertThat(PostgresSchema.migrate(url(), required)).containsExactly(1);
        PostgresStore.at(url(), required).close();
    }

    @Test
    void a_schema_that_only_newer_programs_can_work_with_is_refused() throws SQLException {
        PostgresSchema.migrate(url(), options);
        step(3, 2);

        assertRefused(
                options,
                "the schema " + schema
                        + " has version 3, with which programs work that know version 2, and this one knows"
                        + " versions up to 1; use a newer program");
        assertThat(PostgresSchema.check(url(), options))
                .containsExactly(new Step(1, State.DONE), new Step(3, State.UNKNOWN));
    }

    @Test
    void a_store_works_beside_a_newer_program_that_has_only_added_to_the_tables() throws SQLException {
        PostgresSchema.migrate(url(), options);
        step(2, 1);

        PostgresStore.at(url(), required).close();
        assertThat(PostgresSchema.check(url(), options))
                .containsExactly(new Step(1, State.DONE), new Step(2, State.NEWER));
    }

    @Test
    void a_step_that_was_edited_is_refused() throws SQLException {
        PostgresSchema.migrate(url(), options);
        execute("update %s.migration set checksum = 'abc' where version = 1".formatted(schema));

        assertRefused(
                options,
                "the schema " + schema + " was made by a migration 1 with the checksum abc, this program has "
                        + Migrations.ofThisVersion().get(0).checksum()
                        + "; migrations are never edited, so use the program that made it");
        assertThat(PostgresSchema.check(url(), options)).containsExactly(new Step(1, State.EDITED));
    }

    @Test
    void a_user_who_may_change_rows_and_no_tables_has_all_that_jobs_need() throws Exception {
        PostgresSchema.migrate(url(), options);
        var user = schema + "_user";
        execute("""
                create role %1$s_user login password 'hunter2';
                grant usage on schema %1$s to %1$s_user;
                grant select, insert, update, delete on all tables in schema %1$s to %1$s_user;
                grant usage on all sequences in schema %1$s to %1$s_user;
                """.formatted(schema));
        try (var store = PostgresStore.at(url() + "&password=hunter2&user=" + user, options);
                var windlass = Windlass.on(store)
                        .perform(PING, (payload, run) -> payload)
                        .start()) {
            assertThat(windlass.enqueue(PING, "here").await(PATIENCE)).isEqualTo("here");
        } finally {
            execute("drop owned by " + user + "; drop role " + user);
        }
    }

    @Test
    void a_step_cannot_be_run_by_a_user_who_may_create_nothing() throws SQLException {
        execute("create role %1$s_user login password 'hunter2'".formatted(schema));
        try {
            assertThatThrownBy(
                            () -> PostgresSchema.migrate(url() + "&password=hunter2&user=" + schema + "_user", options))
                    .hasMessage("user " + schema
                            + "_user lacks a right (permission denied for database postgres); grant it,"
                            + " or have the tables made by somebody who has it, with the SQL that 'windlass schema print'"
                            + " gives");
        } finally {
            execute("drop role %s_user".formatted(schema));
        }
    }

    private static void assertRefused(PostgresOptions options, String sentence) {
        assertThatThrownBy(() -> PostgresStore.at(url(), options))
                .hasMessage(sentence)
                .isInstanceOfSatisfying(
                        StoreException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.STORE_REFUSED));
    }

    private void step(int version, int oldest) throws SQLException {
        execute("insert into %s.migration (version, oldest, checksum, at) values (%d, %d, 'new', now())"
                .formatted(schema, version, oldest));
    }

    private static String url() {
        return SERVER.running().url();
    }

    private long number(String sql) throws SQLException {
        try (var connection = SERVER.running().connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql.formatted(schema))) {
            row.next();
            return row.getLong(1);
        }
    }

    /** All that a script of SQL can make, the rows that stand in it from the beginning included. */
    private List<String> catalogue() throws SQLException {
        try (var connection = SERVER.running().connect();
                var call = connection.prepareStatement(CATALOGUE)) {
            call.setString(1, schema);
            call.setString(2, schema);
            var lines = new ArrayList<String>();
            try (var row = call.executeQuery()) {
                while (row.next()) {
                    lines.add(row.getString(1));
                }
            }
            return lines;
        }
    }

    private static void execute(String sql) throws SQLException {
        try (var connection = SERVER.running().connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
