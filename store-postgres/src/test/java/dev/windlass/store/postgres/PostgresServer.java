package dev.windlass.store.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One real PostgreSQL for all tests of a run, as durable as in production: started with the first test, stopped after the last.
 *
 * <p>It is of the newest version. {@code ./test} runs the contract once more on the oldest, by way of {@code windlass.postgres.jar}.
 */
public final class PostgresServer implements BeforeAllCallback {
    /** The library switches these off, which would make every test of durability worthless. */
    private static final Map<String, String> DURABLE =
            Map.of("fsync", "on", "full_page_writes", "on", "synchronous_commit", "on");

    /** Ephemeral ports begin at 32768: above it another process may take the port between the look and the start. */
    private static final int FIRST_PORT = 25_432;

    private static final int LAST_PORT = 32_767;

    /** The jar of a version that is not the one on the class path: two versions of one library cannot both be there. */
    private static final Optional<Path> OTHER_VERSION =
            Optional.ofNullable(System.getProperty("windlass.postgres.jar")).map(Path::of);

    private @Nullable Running running;

    @Override
    public void beforeAll(ExtensionContext context) {
        running = context.getRoot()
                .getStore(ExtensionContext.Namespace.create(PostgresServer.class))
                .computeIfAbsent(Running.class, key -> start(), Running.class);
    }

    /** The server, from the first test on. */
    public Running running() {
        return Objects.requireNonNull(running, "no test has begun");
    }

    private static Running start() {
        try {
            var builder = EmbeddedPostgres.builder().setPort(freePort());
            DURABLE.forEach(builder::setServerConfig);
            OTHER_VERSION.ifPresent(jar -> builder.setPgBinaryResolver((system, machine) -> programs(jar)));
            var running = new Running(builder.start());
            running.checkDurable();
            return running;
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("the embedded PostgreSQL does not start: " + e.getMessage(), e);
        }
    }

    private static InputStream programs(Path jar) throws IOException {
        try (var files = FileSystems.newFileSystem(jar)) {
            return new ByteArrayInputStream(Files.readAllBytes(files.getPath("postgres-linux-x86_64.txz")));
        }
    }

    private static int freePort() throws IOException {
        for (var port = FIRST_PORT; port < LAST_PORT; port++) {
            if (isFree(port)) {
                return port;
            }
        }
        throw new IOException("no port is free from " + FIRST_PORT + " to " + LAST_PORT);
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    /** The server, while it runs. */
    public record Running(EmbeddedPostgres postgres) implements AutoCloseable {
        public String url() {
            return postgres.getJdbcUrl("postgres", "postgres");
        }

        public int port() {
            return postgres.getPort();
        }

        public Connection connect() throws SQLException {
            return postgres.getPostgresDatabase().getConnection();
        }

        public String setting(String name) throws SQLException {
            try (var connection = connect();
                    var statement = connection.createStatement();
                    var result = statement.executeQuery("show " + name)) {
                result.next();
                return result.getString(1);
            }
        }

        private void checkDurable() throws SQLException {
            for (var wanted : DURABLE.entrySet()) {
                if (!setting(wanted.getKey()).equals(wanted.getValue())) {
                    throw new IllegalStateException(wanted.getKey() + " is not " + wanted.getValue());
                }
            }
        }

        @Override
        public void close() throws IOException {
            postgres.close();
        }
    }
}
