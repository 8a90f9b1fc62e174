package dev.windlass.store.postgres.trouble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.windlass.store.postgres.PostgresOptions;
import dev.windlass.store.postgres.server.Pgbouncer;
import dev.windlass.store.postgres.server.SpareServer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Engines behind a pooler that gives each transaction any session, and more connections than there are sessions. */
@Tag("process")
@Timeout(120)
final class PoolerTest {
    @RegisterExtension
    static final SpareServer SERVER = new SpareServer();

    private static final int ENGINES = 3;
    private static final int JOBS = Length.of(1_000, 20_000);

    @TempDir
    Path directory;

    @Test
    void engines_behind_a_pooler_in_transaction_mode_run_each_job_once() throws Exception {
        try (var pooler = Pgbouncer.before(SERVER.running().port(), directory);
                var crew = Crew.start(ENGINES, pooler.url(), PostgresOptions.DEFAULTS.withSchema("pooled"))
                        .call()) {
            await().atMost(Duration.ofMinutes(1)).until(() -> crew.accepted().size() >= JOBS);
            var findings = crew.finish();

            System.out.printf("behind a pooler: %s%n", findings);
            assertThat(findings.violations()).isEmpty();
            assertThat(findings.reRuns()).isZero();
            assertThat(findings.lost()).isZero();
        }
    }

    @Test
    void sessions_that_are_ended_behind_a_pooler_cost_no_job() throws Exception {
        var server = SERVER.running();
        try (var pooler = Pgbouncer.before(server.port(), directory);
                var crew = Crew.start(ENGINES, pooler.url(), PostgresOptions.DEFAULTS.withSchema("pooled_ended"))
                        .call()) {
            for (var jobs = 200; jobs <= JOBS; jobs += 200) {
                var wanted = jobs;
                await().atMost(Duration.ofMinutes(1))
                        .until(() -> crew.accepted().size() >= wanted);
                server.terminateBackends();
            }
            var findings = crew.finish();

            assertThat(findings.violations()).isEmpty();
            assertThat(findings.reRuns()).isZero();
            assertThat(findings.lost()).isZero();
        }
    }
}
