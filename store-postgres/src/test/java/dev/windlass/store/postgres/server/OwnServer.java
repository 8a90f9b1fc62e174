package dev.windlass.store.postgres.server;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL of a test's own, which it can stop, kill and start again on the same port. Used by one thread. */
public final class OwnServer implements AutoCloseable {
    /** How the rig's own connections are called: they are not to be counted, nor to be terminated. */
    public static final String RIG = "rig";

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(20);

    private final Binaries binaries;
    private final Path data;
    private final Path log;
    private final int port;
    private @Nullable Process postmaster;

    private OwnServer(Binaries binaries, Path data, int port) {
        this.binaries = binaries;
        this.data = data;
        this.log = data.resolveSibling(data.getFileName() + ".log");
        this.port = port;
    }

    /** How a server is asked to end. */
    public enum Shutdown {
        /** Ends all sessions, writes a checkpoint, ends. */
        FAST("INT"),
        /** Ends at once, as in a crash: the next start recovers. */
        IMMEDIATE("QUIT");

        private final String signal;

        Shutdown(String signal) {
            this.signal = signal;
        }
    }

    /** Makes a new one and starts it. */
    public static OwnServer start(Binaries binaries, Path data, Map<String, String> settings) throws IOException {
        var server = new OwnServer(binaries, data, Ports.free());
        binaries.run(
                server.log,
                List.of("initdb", "-D", data.toString(), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"));
        server.set(settings);
        server.start();
        return server;
    }

    /** A copy of this one that follows it, not yet started; the slot of this name has to be there. */
    OwnServer copy(String slot) throws IOException {
        var copy = new OwnServer(binaries, data.resolveSibling(slot), Ports.free());
        var from = "host=127.0.0.1 port=%d user=postgres application_name=%s".formatted(port, slot);
        var whole = List.of("-X", "stream", "-c", "fast", "-R", "-S", slot, "--no-sync");
        var command = new ArrayList<>(List.of("pg_basebackup", "-D", copy.data.toString(), "-d", from));
        command.addAll(whole);
        binaries.run(log, command);
        copy.set(Map.of());
        return copy;
    }

    private void set(Map<String, String> settings) throws IOException {
        var lines = new StringBuilder("""

                port = %d
                listen_addresses = '127.0.0.1'
                unix_socket_directories = ''
                """.formatted(port));
        settings.forEach(
                (name, value) -> lines.append(name).append(" = '").append(value).append("'\n"));
        Files.writeString(data.resolve("postgresql.conf"), lines, StandardOpenOption.APPEND);
    }

    /** Starts it and waits until it answers. */
    public void start() throws IOException {
        postmaster = binaries.start(log, List.of("postgres", "-D", data.toString()));
        await().pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(LOOK)
                .atMost(LIMIT)
                .until(this::answers);
    }

    /** Backends outlive a killed postmaster by a moment, and keep the next one from starting. */
    private boolean answers() throws IOException {
        if (postmaster == null || !postmaster.isAlive()) {
            if (!Files.readString(log).contains("pre-existing shared memory block")) {
                throw new IOException("the server does not start: " + Files.readString(log));
            }
            postmaster = binaries.start(log, List.of("postgres", "-D", data.toString()));
        }
        try (var connection = connect()) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }

    /** Asks it to end, and waits until it has. */
    public void stop(Shutdown how) throws IOException {
        var process = postmaster;
        if (process != null && process.isAlive()) {
            signal(process, how.signal);
            awaitEnd(process);
        }
        postmaster = null;
    }

    /** SIGKILL for the postmaster: its backends find themselves alone and end. */
    public void kill() throws IOException {
        if (postmaster != null) {
            awaitEnd(postmaster.destroyForcibly());
        }
        postmaster = null;
    }

    private static void signal(Process process, String name) throws IOException {
        awaitEnd(new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid()).start());
    }

    private static void awaitEnd(Process process) throws IOException {
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("process " + process.pid() + " has not ended within " + LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while process " + process.pid() + " was to end", e);
        }
    }

    public int port() {
        return port;
    }

    public String url() {
        return url(port);
    }

    /** The same database, reached through whatever listens on this port. */
    public static String url(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
    }

    /** A connection of the rig's, past everything that stands before the server. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url() + "&loginTimeout=5&ApplicationName=" + RIG);
    }

    /** Asks for one number. */
    public long count(String sql) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    public void execute(String sql) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** How many sessions others have. */
    public int backends() throws SQLException {
        return (int) count("select count(*) from pg_stat_activity where " + OTHERS);
    }

    /** Ends all sessions of others, and tells how many there were. */
    public int terminateBackends() throws SQLException {
        return (int) count("select count(pg_terminate_backend(pid)) from pg_stat_activity where " + OTHERS);
    }

    private static final String OTHERS =
            "backend_type = 'client backend' and application_name <> '" + RIG + "' and pid <> pg_backend_pid()";

    @Override
    public void close() throws IOException {
        stop(Shutdown.IMMEDIATE);
    }
}
