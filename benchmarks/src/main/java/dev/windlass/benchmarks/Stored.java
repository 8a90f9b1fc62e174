package dev.windlass.benchmarks;

import dev.windlass.Windlass;
import dev.windlass.store.sqlite.SqliteStore;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Files with jobs in them. */
final class Stored {
    private Stored() {}

    /** Stores so many ready jobs in a file, which is closed again. */
    static Path jobs(Path file, int count) {
        try (var windlass = Windlass.on(SqliteStore.at(file)).withoutWorkers().start()) {
            windlass.enqueueAll(
                    Letter.TASK, Stream.generate(() -> Letter.SAMPLE).limit(count));
        }
        return file;
    }
}
