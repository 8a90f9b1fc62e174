package dev.windlass.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Hands its users a type of a library. */
public final class PlantedJsonSignature {
    public int size(List<JsonNode> nodes) {
        return nodes.size();
    }
}
