package dev.windlass.store.postgres.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.contract.ordeal.Evidence;
import dev.windlass.store.contract.ordeal.Evidence.Start;
import dev.windlass.store.contract.ordeal.Load;
import dev.windlass.store.postgres.server.SpareServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A process stands still until others have rescued and begun all that it ran, and goes on as if nothing had been. */
@Tag("process")
@Timeout(1_800)
final class StandstillTest {
    @RegisterExtension
    static final SpareServer SERVER = new SpareServer();

    private static final long SEED = Long.getLong("windlass.seed", 1);
    private static final int PAUSES = Boolean.getBoolean("windlass.long") ? 50 : 3;
    private static final int ROOTS_PER_PAUSE = 700;
    private static final int MOST_STARTS = 50;
    private static final int LONG_EVERY = 5;
    private static final int LEASE_MILLIS = 3_000;

    @TempDir
    Path directory;

    @Test
    void a_process_that_wakes_when_others_have_its_jobs_is_told_fenced_and_each_job_has_one_outcome() throws Exception {
        var load = Load.alone(SEED, ROOTS_PER_PAUSE * PAUSES, LONG_EVERY);
        try (var trio = Trio.begin(directory, "paused", SERVER.running().url(), load, LEASE_MILLIS)) {
            for (var pause = 0; pause < PAUSES; pause++) {
                var victim = trio.ordeal(pause % Trio.SIZE);
                victim.pause(MOST_STARTS, elsewhere(trio.evidence()));
            }
            var verdict = trio.finish();
            var fenced = trio.evidence().stream()
                    .mapToInt(evidence -> evidence.fenced().size())
                    .sum();
            System.out.printf(
                    "SIGSTOP x %d until rescued, seed %d: %,d jobs, %d leases lost, %d told FENCED, violations %s%n",
                    PAUSES, SEED, verdict.jobs(), verdict.losses(), fenced, verdict.violations());
            assertThat(verdict.violations()).isEmpty();
            assertThat(fenced).isGreaterThanOrEqualTo(PAUSES);
        }
    }

    /** Whether each of the runs has begun again in some process. */
    private static Predicate<List<Start>> elsewhere(List<Evidence> processes) {
        return runs -> {
            processes.forEach(StandstillTest::read);
            return runs.stream()
                    .allMatch(run -> processes.stream()
                            .flatMap(process -> process.starts().stream())
                            .anyMatch(again -> again.job().equals(run.job()) && again.fence() > run.fence()));
        };
    }

    private static void read(Evidence evidence) {
        try {
            evidence.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
