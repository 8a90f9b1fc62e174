package dev.windlass.server;

import dev.windlass.Windlass;
import dev.windlass.store.sqlite.SqliteStore;
import dev.windlass.task.Queue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The root of all commands: which configuration and which store they work on. */
@Command(
        name = "windlass",
        description = "Looks after the jobs of a Windlass store.",
        mixinStandardHelpOptions = true,
        version = "windlass 0.1.0",
        subcommands = {JobsCommand.class, EnqueueCommand.class})
final class WindlassCommand implements Runnable {
    private final Main.Console console;

    @Option(
            names = "--config",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = "configuration file; without it windlass.yaml is read if it is there")
    private @Nullable Path config;

    @Option(
            names = "--store",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = "the store's file; wins over WINDLASS_STORE and over the configuration file")
    private @Nullable Path store;

    WindlassCommand(Main.Console console) {
        this.console = console;
    }

    Main.Console console() {
        return console;
    }

    /** Opens the configured store for as long as a command needs it, and creates it if it is not there. No job runs meanwhile. */
    Windlass open() {
        var configuration = configuration();
        return open(configuration, file(configuration));
    }

    /** Opens the configured store for a command that has nothing to do in a new one. */
    Windlass openExisting() {
        var configuration = configuration();
        var file = file(configuration);
        if (!Files.exists(file)) {
            throw new IllegalArgumentException("there is no store at " + file
                    + "; name its file with --store, WINDLASS_STORE or the configuration");
        }
        return open(configuration, file);
    }

    /** Refuses a queue whose rules the configuration does not say. */
    void requireQueue(String queue) {
        var names = Stream.concat(
                        Stream.of(Queue.DEFAULT_NAME),
                        configuration().queues().stream().map(Queue::name))
                .distinct()
                .sorted()
                .toList();
        if (!names.contains(queue)) {
            throw new IllegalArgumentException("queue \"" + queue + "\" is not declared here, declared are " + names
                    + "; add it under queues: in " + Configuration.FILE);
        }
    }

    private Configuration configuration() {
        return Configuration.read(console.directory(), Optional.ofNullable(config))
                .withEnvironment(console.environment());
    }

    private Path file(Configuration configuration) {
        return console.directory().resolve(Optional.ofNullable(store).orElse(configuration.store()));
    }

    private static Windlass open(Configuration configuration, Path file) {
        var builder = Windlass.on(SqliteStore.at(file)).withoutWorkers();
        configuration.queues().forEach(builder::queue);
        return builder.start();
    }

    @Override
    public void run() {
        console.out().println("windlass: say what to do, for example: windlass jobs list; see windlass --help");
    }
}
