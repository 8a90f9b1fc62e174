package dev.windlass.task;

/** Two words that the glossary rules out. */
public final class PlantedJobHandlers {
    public String pollNext() {
        return "";
    }
}
