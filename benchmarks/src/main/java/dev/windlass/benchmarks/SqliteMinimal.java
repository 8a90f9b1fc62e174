package dev.windlass.benchmarks;

import java.nio.file.Path;
import java.sql.SQLException;

/** The minimal loop of SQLite among the contenders. */
record SqliteMinimal(Path file) implements BareLoop {
    static final Kind KIND = new Kind() {
        @Override
        public void prepare(Address database) {
            // The loop makes its tables together with its jobs.
        }

        @Override
        public BareLoop open(Address database) {
            return new SqliteMinimal(database.file());
        }

        @Override
        public int chunk() {
            // It fills a file once.
            return Integer.MAX_VALUE;
        }
    };

    @Override
    public void accept(int jobs) throws SQLException {
        MinimalLoop.fill(file, jobs);
    }

    @Override
    public int drain() throws SQLException {
        try (var loop = MinimalLoop.on(file)) {
            return loop.drain();
        }
    }

    @Override
    public void close() {
        // Each call has a connection of its own.
    }
}
