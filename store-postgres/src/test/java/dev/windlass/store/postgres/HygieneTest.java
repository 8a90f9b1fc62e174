package dev.windlass.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What makes claims slow in time is said in one sentence, with who does it and what helps. */
final class HygieneTest {
    @RegisterExtension
    static final PostgresServer SERVER = new PostgresServer();

    private PostgresFixture fixture;
    private Database database;

    @BeforeEach
    void openStore() throws IOException {
        fixture = PostgresFixture.timed(SERVER.running());
        database = new Database(SERVER.running().url(), PostgresOptions.DEFAULTS.withSchema(fixture.schema()));
    }

    @AfterEach
    void closeStore() {
        database.close();
        fixture.close();
    }

    private List<String> findings(Duration old, long manyDead) {
        return database.transact(transaction -> new Hygiene(old, manyDead)
                .findings(transaction, database.names()).stream()
                        .map(Hygiene.Finding::sentence)
                        .toList());
    }

    private static Connection holder() throws SQLException {
        var connection = DriverManager.getConnection(SERVER.running().url() + "&ApplicationName=monthly-report");
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        try (var statement = connection.createStatement()) {
            statement.execute("select count(*) from pg_class");
        }
        return connection;
    }

    @Test
    void who_holds_a_snapshot_for_long_is_named_with_what_ends_it() throws SQLException {
        try (var holder = holder()) {
            assertThat(findings(Duration.ZERO, Long.MAX_VALUE))
                    .filteredOn(sentence -> sentence.contains("monthly-report"))
                    .singleElement()
                    .asString()
                    .matches(
                            "session \\d+ \\(monthly-report, idle in transaction, user \\w+\\) has a transaction open for 0"
                                    + " minutes: no vacuum removes dead rows meanwhile, and claims grow slower; end it, or run"
                                    + " select pg_terminate_backend\\(\\d+\\)");
            assertThat(findings(Duration.ofMinutes(5), Long.MAX_VALUE)).isEmpty();
            holder.rollback();
        }
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.SECONDS)
    void dead_rows_of_a_busy_table_are_told_once_the_server_has_counted_them() throws SQLException {
        try (var connection = DriverManager.getConnection(SERVER.running().url());
                var statement = connection.createStatement()) {
            statement.execute("insert into " + fixture.schema() + ".look (key) select generate_series(1, 500)");
            statement.execute("delete from " + fixture.schema() + ".look");
        }

        var found = findings(Duration.ofDays(1), 500);
        while (found.isEmpty()) {
            found = findings(Duration.ofDays(1), 500);
        }

        assertThat(found)
                .containsExactly(
                        "table look has 500 dead rows, and claims read past them: end transactions that are open for long,"
                                + " or see that autovacuum runs; vacuum " + fixture.schema() + ".look removes them");
    }
}
