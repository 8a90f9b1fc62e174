package dev.windlass.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.Windlass;
import dev.windlass.store.postgres.PostgresOptions.Hinting;
import dev.windlass.task.Limit;
import dev.windlass.task.Options;
import dev.windlass.task.Queue;
import dev.windlass.task.Task;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A role whose transactions begin at another level than the store's statements rely on. */
final class TransactionLevelTest {
    @RegisterExtension
    static final PostgresServer SERVER = new PostgresServer();

    private static final Task<Integer, Integer> COUNT = Task.named("count", Integer.class, Integer.class);
    private static final Limit ONE = Limit.named("one").mutex();
    private static final int JOBS = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Asked by nearly every statement of the store; here it refuses to answer at another level. */
    private static final String WITNESS = """
            create or replace function %1$s.windlass_now() returns timestamptz language plpgsql volatile as $$
            begin
              if current_setting('transaction_isolation') in ('repeatable read', 'serializable') then
                raise exception 'the level is %%', current_setting('transaction_isolation');
              end if;
              return clock_timestamp();
            end $$;
            """;

    private final String schema =
            "t" + UUID.randomUUID().toString().replace("-", "").substring(0, 20);
    private final PostgresOptions options =
            PostgresOptions.DEFAULTS.withSchema(schema).withHints(Hinting.POLL);

    @BeforeEach
    void createRole() throws SQLException {
        execute("create role %1$s superuser login password 'hunter2'");
        PostgresSchema.migrate(SERVER.running().url(), options);
        execute(WITNESS);
    }

    @AfterEach
    void dropRole() throws SQLException {
        execute("drop schema %1$s cascade; drop owned by %1$s; drop role %1$s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"repeatable read", "serializable", "read uncommitted"})
    void transactions_of_the_store_see_what_was_committed_whatever_the_role_begins_with(String level) throws Exception {
        execute("alter role %1$s set default_transaction_isolation = '" + level + "'");
        try (var windlass = engine()) {
            work(windlass);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"repeatable read", "serializable"})
    void level_that_is_changed_under_a_running_engine_is_set_back_by_each_transaction(String level) throws Exception {
        try (var windlass = engine()) {
            work(windlass);

            execute("alter role %1$s set default_transaction_isolation = '" + level + "'");
            execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = '%1$s'");

            work(windlass);
        }
    }

    private Windlass engine() {
        var url = SERVER.running().url().replaceFirst("user=[a-z]+", "user=" + schema + "&password=hunter2");
        assertThat(url).contains(schema);
        return Windlass.on(PostgresStore.at(url, options))
                .perform(
                        COUNT,
                        (number, run) -> run.completing(session -> {
                            requireReadCommitted(session.as(Connection.class));
                            return number + 1;
                        }))
                .queue(Queue.named("bounded").depth(JOBS * 2).concurrency(2))
                .limit(ONE)
                .start();
    }

    private static void requireReadCommitted(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("show transaction_isolation")) {
            row.next();
            assertThat(row.getString(1)).startsWith("read ");
        }
    }

    private static void work(Windlass windlass) throws InterruptedException {
        windlass.enqueueAll(COUNT, IntStream.range(0, JOBS).boxed(), Options.on("bounded"));
        var limited =
                windlass.enqueue(COUNT, 41, Options.DEFAULT.limit(ONE, "key").unique(UUID.randomUUID() + ""));

        assertThat(windlass.drain(PATIENCE)).isTrue();
        assertThat(limited.await(PATIENCE)).isEqualTo(42);
    }

    private void execute(String sql) throws SQLException {
        try (var connection = SERVER.running().connect();
                var statement = connection.createStatement()) {
            statement.execute(sql.formatted(schema));
        }
    }
}
