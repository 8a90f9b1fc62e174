package dev.windlass.store.sqlite;

import dev.windlass.store.memory.PlantedNeighbour;

/** One store that leans on another. */
public record PlantedOtherStore(PlantedNeighbour neighbour) {}
