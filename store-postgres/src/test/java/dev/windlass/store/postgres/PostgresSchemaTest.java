package dev.windlass.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.store.StoreException;
import dev.windlass.store.postgres.PostgresOptions.Hinting;
import dev.windlass.store.postgres.PostgresOptions.SchemaChange;
import dev.windlass.store.postgres.PostgresOptions.SchemaLock;
import dev.windlass.store.postgres.PostgresSchema.State;
import dev.windlass.store.postgres.PostgresSchema.Step;
import dev.windlass.task.ErrorCode;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
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

    private static void execute(String sql) throws SQLException {
        try (var connection = SERVER.running().connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
