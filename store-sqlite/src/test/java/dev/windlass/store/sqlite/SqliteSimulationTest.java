package dev.windlass.store.sqlite;

import dev.windlass.store.contract.simulation.Simulation;
import dev.windlass.store.contract.simulation.SimulationContract;

class SqliteSimulationTest extends SimulationContract {
    private static final int SEEDS = 300;

    /** The stores in memory have seeds enough for a hundred of the rarest. */
    private static final int FEWEST = 10;

    /** So that even these few seeds strike every arrow often enough. */
    private static final int TIMES_AS_LONG = 4;

    /** A page of all jobs takes longer than most calls. */
    private static final int LOOK = 20;

    SqliteSimulationTest() {
        super(Simulation.on(new SeedFiles()).lasting(TIMES_AS_LONG).lookingEvery(LOOK), SEEDS, FEWEST);
    }
}
