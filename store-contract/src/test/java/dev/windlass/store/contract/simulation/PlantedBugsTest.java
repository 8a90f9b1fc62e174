package dev.windlass.store.contract.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.memory.MemoryStore;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulation is worth what it finds: each of these bugs turns it red. */
class PlantedBugsTest {
    private static final int SEEDS = 2_000;

    @ParameterizedTest
    @EnumSource
    void each_planted_bug_is_found_on_memory(PlantedBugs bug) {
        isFound(bug, MemoryStore::on);
    }

    @ParameterizedTest
    @EnumSource
    void each_planted_bug_is_found_on_split_memory(PlantedBugs bug) {
        isFound(bug, MemoryStore::split);
    }

    private static void isFound(PlantedBugs bug, Stores stores) {
        var summary = Simulation.on(new LendingStores(stores)).with(bug).play(0, SEEDS, new Coverage());

        assertThat(summary.failed()).as("a seed that shows %s", bug).isPresent();
        summary.failed().ifPresent(play -> System.out.println(bug + ", seed " + play.seed() + ": " + play.trouble()));
    }
}
