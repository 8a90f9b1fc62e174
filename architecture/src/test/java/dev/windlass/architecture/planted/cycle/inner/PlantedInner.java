package dev.windlass.architecture.planted.cycle.inner;

import dev.windlass.architecture.planted.cycle.PlantedOuter;
import java.util.List;

public record PlantedInner(List<PlantedOuter> outers) {
    public PlantedOuter first() {
        return outers.get(0);
    }
}
