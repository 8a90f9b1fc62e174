package dev.windlass.server;

import dev.windlass.Windlass;
import dev.windlass.store.Store;
import dev.windlass.store.memory.MemoryStore;
import dev.windlass.store.postgres.PostgresStore;
import dev.windlass.store.sqlite.SqliteStore;
import dev.windlass.task.Limit;
import dev.windlass.task.Queue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.function.Function;

/** The way from a command to the store that the command line, the environment or the configuration names. */
final class Access {
    private final Main.Console console;
    private final WindlassCommand said;

    Access(Main.Console console, WindlassCommand said) {
        this.console = console;
        this.said = said;
    }

    Main.Console console() {
        return console;
    }

    /** Whether the answer will be a document on standard output. */
    boolean json() {
        return said.json();
    }

    /** Opens the store for as long as a command needs it, and creates it if it is not there. No job runs meanwhile. */
    Windlass open() {
        return open(configuration(), openStore());
    }

    /**
     * An empty store in memory instead of the one that {@link #open()} would create; nothing if that is there. What would be refused
     * shows on it, and leaves no file behind.
     */
    Optional<Windlass> rehearsal() {
        return place().as(this::isToBe, url -> false)
                ? Optional.of(open(configuration(), MemoryStore.open()))
                : Optional.empty();
    }

    private boolean isToBe(Path named) {
        return !Files.exists(toBe(named));
    }

    /** Opens the store for a command that has nothing to do in a new one. */
    Windlass openExisting() {
        return open(configuration(), place().as(named -> SqliteStore.at(existing(named)), this::server));
    }

    /** The store alone, created if it is not there: no engine is started on it. Tables on a server are not created. */
    Store openStore() {
        return place().as(named -> SqliteStore.at(toBe(named)), this::server);
    }

    /** Looks into the store, beside an engine that may have it. Nothing is changed. */
    Store reading() {
        return examined(SqliteStore::reader, this::server);
    }

    private Store server(String url) {
        return PostgresStore.at(url, configuration().tables());
    }

    /** Does one thing with a store's file, which is refused if it is not there, or another with the URL of a server. */
    <T> T examined(Function<Path, T> file, Function<String, T> server) {
        return place().as(named -> file.apply(existing(named)), server);
    }

    /** The store's file, refused if it is not there. */
    private Path existing(Path named) {
        var file = path(named);
        if (!Files.exists(file)) {
            throw Absent.because("there is no store at " + file
                    + "; name its file with --store, WINDLASS_STORE or the configuration");
        }
        return file;
    }

    /** Refuses a store that is to be made where there is no directory for it. */
    void requireRoom() {
        place().as(this::toBe, url -> url);
    }

    private Path toBe(Path named) {
        var file = path(named);
        Absent.requireDirectoryOf(file);
        return file;
    }

    /** The store's file, for a command that can do nothing with a server; refused if it is not there. */
    Path existing(String command, String instead) {
        return existing(file(command, instead));
    }

    /** The same, whether it is there or not. */
    Path file(String command, String instead) {
        return place().as(this::path, url -> {
            throw new IllegalArgumentException(
                    command + " works on a store in a file, and this one is in PostgreSQL; " + instead);
        });
    }

    /** The URL of the store's server, for a command that can do nothing with a file. */
    String url(String command, String instead) {
        return place().as(
                        file -> {
                            throw new IllegalArgumentException(command
                                    + " works on a store in PostgreSQL, and this one is a file; name a JDBC URL with --store,"
                                    + " WINDLASS_STORE or the configuration: " + instead);
                        },
                        url -> url);
    }

    private Place place() {
        return said.store().orElseGet(() -> configuration().store());
    }

    /** A file as the command line names it. */
    Path path(Path named) {
        return console.directory().resolve(named);
    }

    Configuration configuration() {
        return Configuration.read(console.directory(), said.config()).withEnvironment(console.environment());
    }

    /**
     * With the rules of queues and limits that the store has, since those come from the program that runs the jobs: to declare others
     * here, or none, would change them under its feet. What the configuration says counts for what the store does not know.
     */
    private static Windlass open(Configuration configuration, Store store) {
        try {
            var builder = Windlass.on(store).withoutWorkers();
            queues(configuration, store).forEach(builder::queue);
            limits(configuration, store).forEach(builder::limit);
            return builder.start();
        } catch (RuntimeException | Error e) {
            store.close();
            throw e;
        }
    }

    private static Collection<Queue> queues(Configuration configuration, Store store) {
        var queues = new LinkedHashMap<String, Queue>();
        configuration.queues().forEach(queue -> queues.put(queue.name(), queue));
        store.queues().list().forEach(row -> row.declared().ifPresent(queue -> queues.put(queue.name(), queue)));
        return queues.values();
    }

    private static Collection<Limit> limits(Configuration configuration, Store store) {
        var limits = new LinkedHashMap<String, Limit>();
        configuration.limits().forEach(limit -> limits.put(limit.name(), limit));
        store.limits().list().forEach(view -> view.declared().ifPresent(limit -> limits.put(limit.name(), limit)));
        return limits.values();
    }
}
