package dev.windlass.architecture.planted.cycle;

import dev.windlass.architecture.planted.cycle.inner.PlantedInner;

public record PlantedOuter(PlantedInner inner) {}
