package dev.windlass.store.postgres.server;

import dev.windlass.store.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One server for all tests that stop, kill or crowd it, apart from the one that all others share. Each test takes a schema of its own. */
public final class SpareServer implements BeforeAllCallback {
    private final PostgresServer shared = new PostgresServer();
    private @Nullable Running running;

    @Override
    public void beforeAll(ExtensionContext context) {
        running = context.getRoot()
                .getStore(ExtensionContext.Namespace.create(SpareServer.class))
                .computeIfAbsent(Running.class, key -> start(context), Running.class);
    }

    /** The server, from the first test on. */
    public OwnServer running() {
        return Objects.requireNonNull(running, "no test has begun").server();
    }

    private Running start(ExtensionContext context) {
        // The programs are those of the shared server: it has unpacked them.
        shared.beforeAll(context);
        try (var connection = shared.running().connect()) {
            var directory = Files.createTempDirectory("spare");
            var binaries = Binaries.of(connection);
            return new Running(OwnServer.start(binaries, directory.resolve("data"), Map.of()), directory);
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("the spare PostgreSQL does not start: " + e.getMessage(), e);
        }
    }

    private record Running(OwnServer server, Path directory) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            server.close();
            try (Stream<Path> files = Files.walk(directory)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
