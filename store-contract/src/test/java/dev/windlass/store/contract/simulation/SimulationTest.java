package dev.windlass.store.contract.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.memory.MemoryStore;
import org.junit.jupiter.api.Test;

class SimulationTest {
    @Test
    void every_seed_goes_well_on_memory() {
        play(MemoryStore::on);
    }

    @Test
    void every_seed_goes_well_on_split_memory() {
        play(MemoryStore::split);
    }

    private static void play(Stores stores) {
        var coverage = new Coverage();
        var t = System.nanoTime();
        var summary = Simulation.on(stores).play(0, Integer.getInteger("windlass.seeds", 500), coverage);
        System.out.println((System.nanoTime() - t) / 1e6 + " ms " + summary.seeds() + " seeds, " + summary);
        System.out.println(coverage.table());
        assertThat(summary.failed().map(Simulation.Play::story)).isEmpty();
    }
}
