package dev.windlass.server;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The root of all commands: what can be said with each of them. */
@Command(
        name = "windlass",
        description = "Looks after the jobs of a Windlass store.",
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        version = "windlass 0.1.0",
        footerHeading = "%n",
        footer = {
            "What only looks works beside a program that has the store, and so do backup and export; what changes anything needs a store in a file for itself.",
            "Exit codes: 0 done, 2 not acceptable, 3 not there, 4 not possible now, 5 store not usable, 6 there is something to look at."
        })
final class WindlassCommand {
    /** The option that every command knows. */
    static final String JSON = "--json";

    @Option(
            names = "--config",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = "configuration file; without it windlass.yaml is read if it is there")
    private @Nullable Path config;

    @Option(
            names = "--store",
            scope = ScopeType.INHERIT,
            paramLabel = "STORE",
            description =
                    "the store: a file, or a JDBC URL of PostgreSQL; wins over WINDLASS_STORE and over the configuration file")
    private @Nullable Place store;

    @Option(names = JSON, scope = ScopeType.INHERIT, description = "answer with one JSON document, trouble included")
    private boolean json;

    Optional<Path> config() {
        return Optional.ofNullable(config);
    }

    Optional<Place> store() {
        return Optional.ofNullable(store);
    }

    boolean json() {
        return json;
    }
}
