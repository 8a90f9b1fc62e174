package dev.windlass.store.sqlite.kill;

import static dev.windlass.store.sqlite.kill.Amount.PAUSES;
import static dev.windlass.store.sqlite.kill.Amount.SEED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.contract.ordeal.Judge;
import dev.windlass.store.contract.ordeal.Judge.Verdict;
import dev.windlass.store.contract.ordeal.Load;
import dev.windlass.store.contract.ordeal.Mutant;
import dev.windlass.store.contract.ordeal.Ordeal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The process is stopped for longer than its lease and goes on, as after a suspend of the machine. */
@Tag("process")
@Timeout(600)
class PauseTest {
    private static final int LEASE_MILLIS = 1_000;
    private static final Duration LENGTH = Duration.ofMillis(2_300);

    @TempDir
    Path directory;

    @Test
    void a_process_that_wakes_after_its_lease_goes_on_with_its_jobs_and_none_runs_again() throws Exception {
        var verdict = pause(PAUSES, 300, 20, Mutant.NONE);
        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.losses()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "RESCUES_ITSELF, was told FENCED, 5",
        // The outcome of a lost run has to meet its job while that runs again: most jobs are long for it.
        "FENCELESS, by the outcome of the run under fence, 2"
    })
    void a_planted_fault_is_found(Mutant mutant, String violation, int longEvery) throws Exception {
        var violations = pause(3, 60, longEvery, mutant).violations();
        assertThat(violations).anySatisfy(sentence -> assertThat(sentence).contains(violation));
    }

    private Verdict pause(int times, int mostStarts, int longEvery, Mutant mutant) throws Exception {
        var orders = FileLaborer.in(directory, Load.alone(SEED, mostStarts * times, longEvery))
                .withLeaseMillis(LEASE_MILLIS)
                .withMutant(mutant);
        try (var ordeal = Ordeal.of(orders)) {
            ordeal.begin();
            for (var time = 0; time < times; time++) {
                ordeal.pause(mostStarts, after(LENGTH));
            }
            ordeal.finish();
            var verdict = Judge.judge(orders, ordeal.evidence());
            System.out.printf(
                    "%s, %d pauses of %d ms past a lease of %d ms, seed %d: %,d jobs, %,d runs, %d leases lost, %d told"
                            + " FENCED%n",
                    mutant,
                    times,
                    LENGTH.toMillis(),
                    LEASE_MILLIS,
                    SEED,
                    verdict.jobs(),
                    ordeal.evidence().starts().size(),
                    verdict.losses(),
                    ordeal.evidence().fenced().size());
            return verdict;
        }
    }

    private static <T> Predicate<T> after(Duration length) {
        var begin = new AtomicLong();
        return moment -> {
            begin.compareAndSet(0, System.nanoTime());
            return System.nanoTime() - begin.get() >= length.toNanos();
        };
    }
}
