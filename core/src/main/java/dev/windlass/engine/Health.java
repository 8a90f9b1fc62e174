package dev.windlass.engine;

import dev.windlass.store.StoreException;
import dev.windlass.task.Secrets;
import java.util.Map;
import java.util.TreeMap;

/** Which duties get no answer from the store or break, and why. Safe for all threads. */
public final class Health {
    private final Map<String, String> ills = new TreeMap<>();

    synchronized void ill(String duty, RuntimeException reason) {
        ills.put(
                duty,
                Secrets.masked(
                        reason instanceof StoreException ? String.valueOf(reason.getMessage()) : reason.toString()));
    }

    synchronized void well(String duty) {
        ills.remove(duty);
    }

    /** The duties that fail at present and what the store told them; empty when all is well. */
    public synchronized Map<String, String> ills() {
        return Map.copyOf(ills);
    }
}
