package dev.windlass.store.contract.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/**
 * The simulation as tests, for everyone who writes a store.
 *
 * <p>{@code -Dwindlass.seeds=300} plays fewer seeds: so many where a store would have {@value #FULL}, and in proportion where it has
 * others. {@code -Dwindlass.simulation.seed=42} plays one seed and prints all of its log.
 */
public abstract class SimulationContract {
    /** Seeds of a store that costs nothing. */
    protected static final int FULL = 10_000;

    /** Hits of the pair of arrow and fault that is hit least, where seeds cost nothing. */
    protected static final int FEWEST_HITS = 100;

    private static final double RAREST_FAULT = 0.3;
    private static final int TWICE = 5;

    /** Less than this part of the seeds are a few. */
    private static final int FEW = 10;

    private final Simulation simulation;
    private final int seeds;
    private final int fewestHits;

    /**
     * A simulation and its measure.
     *
     * @param seeds how many are played when nothing is said
     * @param fewestHits how often these strike each arrow by each fault at least
     */
    protected SimulationContract(Simulation simulation, int seeds, int fewestHits) {
        this.simulation = simulation;
        this.seeds = seeds;
        this.fewestHits = fewestHits;
    }

    @Test
    void every_seed_goes_well_and_every_fault_strikes_every_arrow() throws InterruptedException, ExecutionException {
        var one = Optional.ofNullable(Long.getLong("windlass.simulation.seed"));
        if (one.isPresent()) {
            assertGoesWell(simulation.play(one.get()));
        } else {
            assertAllGoWell(Math.max(1, (int) ((long) seeds * Integer.getInteger("windlass.seeds", FULL) / FULL)));
        }
    }

    private static void assertGoesWell(Simulation.Play play) {
        play.log().forEach(System.out::println);
        assertThat(play.trouble()).isEmpty();
    }

    private void assertAllGoWell(int count) throws InterruptedException, ExecutionException {
        var result = Heats.play(simulation, count);
        var summary = result.summary();
        print(result);
        assertThat(summary.failed().map(Simulation.Play::story)).isEmpty();
        assertThat(summary.fewestEvents()).isGreaterThanOrEqualTo(World.LEAST_EVENTS);
        assertThat(summary.fewestJobs()).isGreaterThanOrEqualTo(World.LEAST_JOBS);
        assertThat(result.coverage().rarestFault()).isGreaterThanOrEqualTo(RAREST_FAULT);
        assertThat(result.coverage().fewestHits()).isGreaterThanOrEqualTo(hitsAmong(count));
    }

    /** Of fewer seeds half of their share is asked, since what is rare is not even; of a few, none: they look for violations only. */
    private long hitsAmong(int count) {
        if (count >= seeds) {
            return fewestHits;
        }
        return count * FEW < seeds ? 0 : (long) fewestHits * count / seeds / 2;
    }

    private void print(Heats.Result result) {
        var summary = result.summary();
        System.out.printf(
                Locale.ROOT,
                "%s: %d seeds, %d events (at least %d a seed), %d jobs (at least %d), %d attempts lost or released%n%s%n",
                getClass().getSimpleName(),
                summary.seeds(),
                summary.events(),
                summary.fewestEvents(),
                summary.jobs(),
                summary.fewestJobs(),
                summary.reruns(),
                result.coverage().table());
    }

    @Test
    void two_plays_of_a_seed_give_equal_logs() {
        for (var seed = 0; seed < TWICE; seed++) {
            var first = simulation.play(seed);

            assertThat(first.log()).hasSizeGreaterThan(World.LEAST_EVENTS / 2);
            assertThat(simulation.play(seed)).isEqualTo(first);
        }
    }
}
