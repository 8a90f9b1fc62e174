package dev.windlass.store.postgres.server;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * pgbouncer in transaction mode before a server: each transaction may go to another session, so nothing of a session holds, neither a
 * setting nor a listen nor a lock nor (before 1.21) a prepared statement.
 */
public final class Pgbouncer implements AutoCloseable {
    /** Debian's lies in a directory that only root's path has. */
    private static final String DIRECTORIES = File.pathSeparator + "/usr/sbin" + File.pathSeparator + "/usr/local/sbin";

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int SESSIONS = 12;

    private final Process process;
    private final int port;

    private Pgbouncer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts one with what its documentation says about drivers for Java, and nothing else; skips the test where there is none. */
    public static Pgbouncer before(int serverPort, Path directory) throws IOException {
        var place = Arrays.stream(
                        (System.getenv().getOrDefault("PATH", "") + DIRECTORIES).split(File.pathSeparator, -1))
                .map(Path::of)
                .filter(part -> Files.isExecutable(part.resolve("pgbouncer")))
                .findFirst();
        Assumptions.assumeTrue(
                place.isPresent(),
                "pgbouncer is not installed; install it (apt-get install pgbouncer) to run this test");
        var port = Ports.free();
        var settings = directory.resolve("pgbouncer.ini");
        Files.writeString(settings, settings(serverPort, port));
        var log = directory.resolve("pgbouncer.log");
        var binaries = new Binaries(place.orElseThrow());
        var bouncer = new Pgbouncer(binaries.start(log, List.of("pgbouncer", settings.toString())), port);
        await().pollInSameThread().pollDelay(Duration.ZERO).atMost(LIMIT).until(() -> bouncer.listens(log));
        return bouncer;
    }

    private static String settings(int serverPort, int port) {
        return """
                [databases]
                * = host=127.0.0.1 port=%d user=postgres
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                auth_type = any
                pool_mode = transaction
                default_pool_size = %d
                max_client_conn = 500
                ignore_startup_parameters = extra_float_digits
                """.formatted(serverPort, port, SESSIONS);
    }

    private boolean listens(Path log) throws IOException {
        if (!process.isAlive()) {
            throw new IOException("pgbouncer does not start: " + Files.readString(log));
        }
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Without prepared statements that the server remembers, which pgbouncer could not follow before 1.21. */
    public String url() {
        return OwnServer.url(port) + "&prepareThreshold=0";
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
