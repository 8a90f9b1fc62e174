package dev.windlass.store.contract.simulation;

import dev.windlass.store.memory.MemoryStore;

class SplitMemorySimulationTest extends SimulationContract {
    SplitMemorySimulationTest() {
        super(Simulation.on(new LendingStores(MemoryStore::split)), FULL, FEWEST_HITS);
    }
}
