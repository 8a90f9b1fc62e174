package dev.windlass.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.Windlass;
import dev.windlass.store.postgres.PostgresOptions.SchemaChange;
import dev.windlass.task.Due;
import dev.windlass.task.Limit;
import dev.windlass.task.Options;
import dev.windlass.task.Task;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** This program at work while a newer one adds to the tables, as every step of a schema does first, and after it. */
final class MixedVersionsTest {
    @RegisterExtension
    static final PostgresServer SERVER = new PostgresServer();

    private static final Task<Integer, Integer> COUNT = Task.named("count", Integer.class, Integer.class);
    private static final Limit ONE = Limit.named("one").mutex();
    private static final int JOBS = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final String DEADLOCK = "40P01";
    private static final int MOST_TRIES = 20;

    /** What the newer program adds: a column to each table, with a default and without, an index, and a table of its own. */
    private static final String ADDITION = """
            do $$
            declare found regclass;
            begin
              for found in
                select oid::regclass from pg_class
                where relnamespace = '%1$s'::regnamespace and relkind in ('r', 'p') and not relispartition
              loop
                execute 'alter table ' || found || ' add column newer_default int not null default 7, add column newer text';
              end loop;
            end $$;
            create index newer_index on %1$s.past (newer_default);
            create table %1$s.newer (number int primary key);
            insert into %1$s.migration (version, oldest, checksum, at) values (2, 1, 'newer', clock_timestamp());
            """;

    private final String schema =
            "t" + UUID.randomUUID().toString().replace("-", "").substring(0, 20);
    private final PostgresOptions options =
            PostgresOptions.DEFAULTS.withSchema(schema).withSchemaChange(SchemaChange.REQUIRE);

    @BeforeEach
    void migrate() {
        PostgresSchema.migrate(url(), options);
    }

    @AfterEach
    void drop() throws SQLException {
        execute("drop schema %s cascade");
    }

    @Test
    void an_engine_at_work_goes_on_while_a_newer_program_adds_to_its_tables() throws Exception {
        try (var windlass = engine()) {
            work(windlass);

            add();

            // On connections whose statements were prepared before.
            work(windlass);
            assertThat(windlass.health()).isEmpty();
        }
    }

    @Test
    void an_engine_that_starts_on_tables_of_a_newer_program_shares_them_with_one_that_was_there() throws Exception {
        try (var before = engine()) {
            add();
            try (var after = engine()) {
                work(before);
                work(after);
            }
            work(before);
        }
    }

    /** Whoever changes tables beside engines at work may meet one of them in a deadlock, of which one goes on and the other repeats. */
    private void add() throws SQLException {
        for (var tries = 1; ; tries++) {
            try {
                execute(ADDITION);
                return;
            } catch (SQLException e) {
                if (!DEADLOCK.equals(e.getSQLState()) || tries == MOST_TRIES) {
                    throw e;
                }
            }
        }
    }

    private Windlass engine() {
        return Windlass.on(PostgresStore.at(url(), options))
                .perform(COUNT, (number, run) -> {
                    run.progress(1, 2);
                    run.log("half of it");
                    return number + 1;
                })
                .limit(ONE)
                .start();
    }

    /** Through most of the tables: jobs that run now and later, under a limit, with a key, a tag and an end. */
    private static void work(Windlass windlass) throws InterruptedException {
        windlass.enqueueAll(COUNT, IntStream.range(0, JOBS).boxed());
        var later = windlass.enqueue(
                COUNT,
                41,
                Options.in(Duration.ofMillis(50))
                        .unique(UUID.randomUUID().toString())
                        .limit(ONE, "key")
                        .tag("late")
                        .expires(Due.in(Duration.ofMinutes(1))));

        assertThat(windlass.drain(PATIENCE)).isTrue();
        assertThat(later.await(PATIENCE)).isEqualTo(42);
    }

    private static String url() {
        return SERVER.running().url();
    }

    private void execute(String sql) throws SQLException {
        try (var connection = SERVER.running().connect();
                var statement = connection.createStatement()) {
            statement.execute(sql.formatted(schema));
        }
    }
}
