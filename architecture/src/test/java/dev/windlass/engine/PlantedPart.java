package dev.windlass.engine;

/** Something of the engine that an outsider can name. */
public final class PlantedPart {}
