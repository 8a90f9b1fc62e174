package dev.windlass.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The bare loops on a real server: one of them binds the parameters of statements that the store may change. */
class PostgresLoopsTest {
    private static final int JOBS = 1_200;

    private static Databases databases;

    @BeforeAll
    static void start() throws Exception {
        databases = new PostgresSuite().open(Workspace.in(Path.of("target", "loops")));
    }

    @AfterAll
    static void stop() throws Exception {
        databases.close();
    }

    private static int drained(String name, BareLoop.Kind kind) throws Exception {
        var database = databases.fresh(name);
        kind.prepare(database);
        try (var loop = kind.open(database)) {
            loop.accept(JOBS);
            return loop.drain();
        }
    }

    @Test
    void raw_loop_drains_what_its_statements_accepted() throws Exception {
        assertThat(drained("own", PostgresOwnStatements.KIND)).isEqualTo(JOBS);
    }

    @Test
    void minimal_loop_drains_what_it_accepted() throws Exception {
        assertThat(drained("minimal", PostgresMinimalLoop.KIND)).isEqualTo(JOBS);
    }

    @Test
    void what_a_job_costs_is_read_when_nobody_is_connected_any_more() throws Exception {
        var database = databases.fresh("cost");
        PostgresMinimalLoop.KIND.prepare(database);
        var meter = databases.meter(database);
        try (var loop = PostgresMinimalLoop.KIND.open(database)) {
            loop.accept(JOBS);
        }
        assertThat(meter.perJob(JOBS)).hasValueSatisfying(cost -> {
            assertThat(cost.walBytes()).isBetween(200.0, 600.0);
            assertThat(cost.commits()).isBetween(1.0 / JOBS, 20.0 / JOBS);
        });
    }
}
