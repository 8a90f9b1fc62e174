package dev.windlass.server;

import dev.windlass.store.FileReason;
import dev.windlass.store.postgres.PostgresOptions;
import dev.windlass.store.postgres.PostgresOptions.SchemaChange;
import dev.windlass.task.Limit;
import dev.windlass.task.Queue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code windlass.yaml} says, with the environment and flags over it.
 *
 * @param store where the store lives; a file is relative to the working directory
 * @param tables which tables it has in PostgreSQL. The command line changes them by {@code schema migrate} alone: somebody who lists jobs
 *     with a newer program wants no other tables
 * @param tasks names of tasks that somebody performs, so that the command line takes them without asking
 */
record Configuration(Place store, PostgresOptions tables, List<Queue> queues, List<Limit> limits, Set<String> tasks) {
    static final String FILE = "windlass.yaml";
    static final Configuration DEFAULT = new Configuration(
            new Place.File(Path.of("windlass.db")),
            PostgresOptions.DEFAULTS
                    .withConnections(2)
                    .withSchemaChange(SchemaChange.REQUIRE)
                    .withOpeningWait(Duration.ZERO),
            List.of(),
            List.of(),
            Set.of());

    private static final long MOST_BYTES = 1 << 20;

    private static final String STORE_VARIABLE = "WINDLASS_STORE";

    /** Reads the named file, or {@code windlass.yaml} if it is there. */
    static Configuration read(Path directory, Optional<Path> named) {
        var file = directory.resolve(named.orElse(Path.of(FILE)));
        if (named.isEmpty() && !Files.exists(file)) {
            return DEFAULT;
        }
        if (!Files.exists(file)) {
            throw Absent.because("there is no configuration file " + file + "; give a readable file with --config");
        }
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
                throw new IllegalArgumentException("configuration file " + file + " is not a file of at most "
                        + MOST_BYTES + " bytes; give another with --config");
            }
            return new ConfigurationReader(file).read(Files.readString(file));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "configuration file " + file + " cannot be read: " + FileReason.of(e)
                            + "; give a readable file with --config",
                    e);
        }
    }

    /** The store as somebody named it there. */
    static Place store(String where, String place) {
        try {
            return Place.parse(place);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(where + ": " + e.getMessage(), e);
        }
    }

    Configuration withEnvironment(Map<String, String> environment) {
        return Optional.ofNullable(environment.get(STORE_VARIABLE))
                .map(place -> new Configuration(store(STORE_VARIABLE, place), tables, queues, limits, tasks))
                .orElse(this);
    }
}
