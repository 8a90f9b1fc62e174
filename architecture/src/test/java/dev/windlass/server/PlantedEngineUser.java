package dev.windlass.server;

import dev.windlass.engine.PlantedPart;

/** Reaches past the facade. */
public record PlantedEngineUser(PlantedPart part) {}
