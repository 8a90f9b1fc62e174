package dev.windlass.store.postgres.trouble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.windlass.store.postgres.PostgresOptions;
import dev.windlass.store.postgres.server.SpareServer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Somebody ends all sessions again and again, as administrators and poolers do. */
@Tag("process")
@Timeout(300)
final class TerminationTest {
    @RegisterExtension
    static final SpareServer SERVER = new SpareServer();

    private static final int ENGINES = 3;
    private static final Duration EVERY = Duration.ofMillis(500);
    private static final int TIMES = Length.of(20, 240);

    @Test
    void engines_whose_sessions_are_ended_every_half_second_run_each_job_once() throws Exception {
        var server = SERVER.running();
        var options = PostgresOptions.DEFAULTS.withSchema("terminated");
        try (var crew = Crew.start(ENGINES, server.url(), options).call()) {
            var ended = new AtomicInteger();
            var times = new AtomicInteger();
            await().pollInSameThread()
                    .pollDelay(EVERY)
                    .pollInterval(EVERY)
                    .atMost(EVERY.multipliedBy(4L * TIMES))
                    .until(() -> {
                        ended.addAndGet(server.terminateBackends());
                        return times.incrementAndGet() == TIMES;
                    });
            var acceptedBefore = crew.accepted().size();
            var findings = crew.finish();

            System.out.printf("%d sessions ended in %d times: %s%n", ended.get(), TIMES, findings);
            assertThat(findings.violations()).isEmpty();
            assertThat(findings.reRuns()).isZero();
            assertThat(findings.lost()).isZero();
            assertThat(crew.unknown()).isZero();
            assertThat(ended).hasValueGreaterThan(TIMES);
            assertThat(acceptedBefore).as("jobs that were accepted meanwhile").isGreaterThan(TIMES);
            assertThat(server.backends()).isLessThanOrEqualTo(ENGINES * options.connections());
        }
    }
}
