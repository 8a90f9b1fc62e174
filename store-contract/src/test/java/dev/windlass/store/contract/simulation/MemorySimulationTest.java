package dev.windlass.store.contract.simulation;

import dev.windlass.store.memory.MemoryStore;

class MemorySimulationTest extends SimulationContract {
    MemorySimulationTest() {
        super(Simulation.on(MemoryStore::on), FULL);
    }
}
