package dev.windlass.store.postgres.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.contract.ordeal.Evidence.Kill;
import dev.windlass.store.contract.ordeal.Load;
import dev.windlass.store.postgres.server.SpareServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** One of three processes after the other is killed while it enqueues and runs jobs, and started again. */
@Tag("process")
@Timeout(1_800)
final class TrioKillTest {
    @RegisterExtension
    static final SpareServer SERVER = new SpareServer();

    private static final long SEED = Long.getLong("windlass.seed", 1);
    private static final int KILLS = Integer.getInteger("windlass.kills", Boolean.getBoolean("windlass.long") ? 60 : 6);
    private static final int ROOTS_PER_KILL = 400;
    private static final int MOST_STARTS = 200;

    /** Three times as long as a machine with nothing to spare was seen to keep a process from its beats. */
    private static final int LEASE_MILLIS = 5_000;

    @TempDir
    Path directory;

    @Test
    void every_acknowledged_job_has_one_outcome_however_often_one_of_three_processes_is_killed() throws Exception {
        var load = Load.alone(SEED, ROOTS_PER_KILL * KILLS, 0);
        try (var trio = Trio.begin(directory, "killed", SERVER.running().url(), load, LEASE_MILLIS)) {
            for (var kill = 0; kill < KILLS; kill++) {
                var victim = trio.ordeal(kill % Trio.SIZE);
                victim.kill(MOST_STARTS, Kill::counts);
                victim.begin();
            }
            var verdict = trio.finish();
            System.out.printf(
                    "kill -9 x %d of three processes, seed %d: %,d jobs, %d leases lost, %d re-run, violations %s%n",
                    KILLS,
                    SEED,
                    verdict.jobs(),
                    verdict.losses(),
                    verdict.reRuns().values().stream()
                            .mapToInt(Integer::intValue)
                            .sum(),
                    verdict.violations());
            assertThat(verdict.violations()).isEmpty();
            assertThat(verdict.losses()).isPositive();
            for (var evidence : trio.evidence()) {
                assertThat(evidence.acknowledged()).hasSize(load.roots());
            }
        }
    }
}
