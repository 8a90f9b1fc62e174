package dev.windlass.store.contract.simulation;

import dev.windlass.store.memory.MemoryStore;

class MemorySimulationTest extends SimulationContract {
    MemorySimulationTest() {
        super(Simulation.on(new LendingStores(MemoryStore::on)), FULL, FEWEST_HITS);
    }
}
