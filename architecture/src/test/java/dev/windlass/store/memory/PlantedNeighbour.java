package dev.windlass.store.memory;

/** Something of one store that another can name. */
public final class PlantedNeighbour {}
