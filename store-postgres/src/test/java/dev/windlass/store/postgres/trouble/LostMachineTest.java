package dev.windlass.store.postgres.trouble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.windlass.store.postgres.PostgresOptions;
import dev.windlass.store.postgres.server.CommitCut;
import dev.windlass.store.postgres.server.Proxy;
import dev.windlass.store.postgres.server.SpareServer;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A machine loses its power in the middle of a claim: the server hears nothing, no end and no reset, and keeps the transaction with its
 * locks. With the keep-alive of the operating system it would do so for two hours.
 */
@Tag("process")
@Timeout(120)
final class LostMachineTest {
    @RegisterExtension
    static final SpareServer SERVER = new SpareServer();

    private static final Duration LEASE = Length.of(Duration.ofSeconds(4), Crew.LEASE);

    /** What is promised of a dead worker's jobs; with a short lease it is the open transaction that takes most of it. */
    private static final Duration RESTART = Length.of(Duration.ofSeconds(15), Duration.ofSeconds(20));

    @Test
    void jobs_of_a_machine_that_vanished_in_mid_claim_run_elsewhere_all_the_same() throws Exception {
        var options = PostgresOptions.DEFAULTS.withSchema("vanished");
        try (var proxy = Proxy.before(SERVER.running().port());
                // So that this process, which has lost nothing but its line, needs not long to end.
                var lost = Crew.start(1, proxy.url() + "&socketTimeout=2", options, LEASE)) {
            var job = lost.engines().get(0).enqueue(Crew.LONG, 1);
            await().until(() -> !lost.runs().isEmpty());
            try (var other = Crew.start(1, SERVER.running().url(), options, LEASE)) {
                // A rescuer acts after one lease of beats; then nothing but the locks can keep it waiting.
                await().pollDelay(LEASE).atMost(LEASE.plusSeconds(5)).until(() -> true);
                var since = vanish(proxy);

                await().atMost(Duration.ofMinutes(1)).until(() -> !other.runs().isEmpty());
                var after = Duration.ofNanos(System.nanoTime() - since);
                System.out.printf(
                        "a job of a machine that vanished in mid-claim ran elsewhere after %d ms%n", after.toMillis());
                other.endLong();
                await().until(() -> state(other, job.id()) == JobState.SUCCEEDED);

                assertThat(after).isLessThanOrEqualTo(RESTART);
            }
            proxy.admit();
        }
    }

    /** Answers the moment. */
    private static long vanish(Proxy proxy) throws IOException {
        proxy.cutCommits(statements -> statements.stream().anyMatch(sql -> sql.contains("worker set claimed"))
                ? Optional.of(CommitCut.FORGOTTEN)
                : Optional.empty());
        await().until(() -> !proxy.cuts().isEmpty());
        proxy.refuse();
        proxy.forget();
        return System.nanoTime();
    }

    private static JobState state(Crew crew, JobId job) {
        return crew.engines().get(0).find(job).orElseThrow().state();
    }
}
