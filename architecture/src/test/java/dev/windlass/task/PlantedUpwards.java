package dev.windlass.task;

import dev.windlass.engine.PlantedPart;

/** Points against the arrow. */
public record PlantedUpwards(PlantedPart part) {}
