package dev.windlass.store.postgres.trouble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.windlass.store.Fence;
import dev.windlass.store.postgres.PostgresOptions;
import dev.windlass.store.postgres.server.SynchronousPair;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The primary dies under load, and its synchronous standby takes over. */
@Tag("process")
@Timeout(300)
final class FailoverTest {
    private static final int ENGINES = 3;
    private static final int UNDER_LOAD = 500;

    /** The time in which a machine is found dead and a standby promoted; a database that waits for nobody is kind to us. */
    private static final Duration WITHOUT = Length.of(Duration.ofSeconds(3), Duration.ofSeconds(30));

    /** A wait of the pool between two connections that fail, one of the engine between two tries, and the turn after it. */
    private static final Duration RESUME = Duration.ofSeconds(5);

    /** For the last of the engines: one whose try has just failed waits once more, and its pool has a wait of its own between tries. */
    private static final Duration ALL_RESUME = Duration.ofSeconds(8);

    @TempDir
    Path directory;

    @Test
    void after_a_failover_every_worker_goes_on_by_itself_under_a_later_generation_and_no_job_ran_twice()
            throws Exception {
        try (var pair = SynchronousPair.start(directory);
                var crew = Crew.start(ENGINES, pair.url(), PostgresOptions.DEFAULTS)
                        .call()) {
            await().until(() -> crew.accepted().size() >= UNDER_LOAD);

            pair.primary().kill();
            await().pollDelay(WITHOUT).atMost(WITHOUT.plusSeconds(5)).until(() -> true);
            pair.promote();
            var back = System.nanoTime();
            var asked = crew.asked();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> crew.resumed(back, asked).size() == ENGINES);
            var resumed = crew.resumed(back, asked);
            var findings = crew.finish();

            System.out.printf(
                    "failover: all engines at work again after %d ms, %s%n",
                    resumed.get(ENGINES - 1).toMillis(), findings);
            assertThat(findings.violations()).isEmpty();
            assertThat(findings.reRuns()).isZero();
            assertThat(findings.lost()).isZero();
            assertThat(resumed.get(0)).isLessThanOrEqualTo(RESUME);
            assertThat(resumed.get(ENGINES - 1)).isLessThanOrEqualTo(ALL_RESUME);
            var newest = crew.runs().stream()
                    .mapToLong(run -> Fence.generation(run.fence()))
                    .max();
            var oldest = crew.runs().stream()
                    .mapToLong(run -> Fence.generation(run.fence()))
                    .min();
            assertThat(newest.orElseThrow())
                    .as("generation of the claims after the failover")
                    .isGreaterThan(oldest.orElseThrow());
        }
    }
}
