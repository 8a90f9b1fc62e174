package dev.windlass.store.sqlite.kill;

import static dev.windlass.store.sqlite.kill.Amount.KILLS;
import static dev.windlass.store.sqlite.kill.Amount.SEED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.contract.ordeal.Evidence;
import dev.windlass.store.contract.ordeal.Evidence.Kill;
import dev.windlass.store.contract.ordeal.Judge;
import dev.windlass.store.contract.ordeal.Judge.Life;
import dev.windlass.store.contract.ordeal.Judge.Verdict;
import dev.windlass.store.contract.ordeal.Load;
import dev.windlass.store.contract.ordeal.Mutant;
import dev.windlass.store.contract.ordeal.Ordeal;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The process is killed again and again while it enqueues and runs jobs. */
@Tag("process")
@Timeout(1_800)
class KillTest {

    /** 20,000 jobs for 30 kills: not half of them run in the lives that are cut short, so that none runs out of work. */
    private static final int ROOTS_PER_KILL = 400;

    private static final int MOST_STARTS = 400;
    private static final long MOST_OPEN_MILLIS = 2_000;

    @TempDir
    Path directory;

    @Test
    void every_acknowledged_job_has_one_outcome_however_often_its_process_is_killed() throws Exception {
        var orders = FileLaborer.in(directory, Load.alone(SEED, ROOTS_PER_KILL * KILLS, 0));
        System.out.printf(
                "kill -9 x %d during %,d jobs, seed %d%n", KILLS, orders.load().jobs(), SEED);
        try (var ordeal = Ordeal.of(orders)) {
            for (var kill = 0; kill < KILLS; kill++) {
                ordeal.begin();
                ordeal.kill(MOST_STARTS, Kill::counts);
            }
            ordeal.begin();
            ordeal.finish();
            var evidence = ordeal.evidence();
            var verdict = Judge.judge(orders, evidence);
            print(evidence, verdict);
            assertThat(verdict.violations()).isEmpty();
            assertThat(evidence.kills()).hasSize(KILLS).allMatch(Kill::counts);
            assertThat(evidence.acknowledged()).hasSize(orders.load().roots());
            assertThat(Collections.max(evidence.openMillis()))
                    .as("milliseconds of the slowest opening after a kill")
                    .isLessThanOrEqualTo(MOST_OPEN_MILLIS);
        }
    }

    private static void print(Evidence evidence, Verdict verdict) {
        for (var life = 0; life < evidence.kills().size(); life++) {
            var kill = evidence.kills().get(life);
            System.out.printf(
                    "kill %3d: %2d jobs ran, %d enqueues were unacknowledged, %2d jobs re-run, open again in %d ms%n",
                    life + 1,
                    kill.running(),
                    kill.unacknowledged(),
                    verdict.reRuns().getOrDefault(new Life(0, life), 0),
                    evidence.openMillis().get(life + 1));
        }
        System.out.printf(
                "%,d jobs, %,d runs, %d leases lost, %d violations%n",
                verdict.jobs(),
                evidence.starts().size(),
                verdict.losses(),
                verdict.violations().size());
    }

    @ParameterizedTest
    @CsvSource({
        "ACKNOWLEDGES_EARLY, was acknowledged and is lost",
        "FORGETS_DELAYS, was due at",
        "CHILDREN_FIRST, its accepted outcome names",
        "DROPS_OUTCOMES, ran again although nobody was killed in between"
    })
    void a_planted_fault_is_found(Mutant mutant, String violation) throws Exception {
        var orders = FileLaborer.in(directory, Load.alone(SEED, 600, 0))
                .withLeaseMillis(1_000)
                .withMutant(mutant);
        try (var ordeal = Ordeal.of(orders)) {
            for (var kills = 0; kills < 5; kills++) {
                ordeal.begin();
                ordeal.kill(50, kill -> kill.running() > 0);
            }
            ordeal.begin();
            ordeal.finish();
            var violations = Judge.judge(orders, ordeal.evidence()).violations();
            System.out.printf("%s: %d violations%n", mutant, violations.size());
            assertThat(violations).anySatisfy(sentence -> assertThat(sentence).contains(violation));
        }
    }
}
