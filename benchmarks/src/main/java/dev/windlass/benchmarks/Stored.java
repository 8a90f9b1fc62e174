package dev.windlass.benchmarks;

import dev.windlass.Windlass;
import java.util.stream.Stream;

/** Databases with jobs in them. */
final class Stored {
    private Stored() {}

    /** Stores so many ready jobs in a database, which is closed again. */
    static Address jobs(Address database, int count) {
        try (var windlass = Windlass.on(database.open()).withoutWorkers().start()) {
            windlass.enqueueAll(
                    Letter.TASK, Stream.generate(() -> Letter.SAMPLE).limit(count));
        }
        return database;
    }
}
