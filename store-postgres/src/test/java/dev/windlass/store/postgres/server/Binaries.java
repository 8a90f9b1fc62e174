package dev.windlass.store.postgres.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The programs of one installation of PostgreSQL, or of what goes with it. */
public record Binaries(Path directory) {
    private static final Path SYSTEM = Path.of("/usr/lib/postgresql");

    /** Those of a server that runs: it knows where it was started from. */
    public static Binaries of(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("select setting from pg_config() where name = 'BINDIR'")) {
            row.next();
            return new Binaries(Path.of(row.getString(1)));
        }
    }

    /** The system's newest, whole; a test that needs them is skipped where there are none. */
    public static Binaries ofSystem() throws IOException {
        if (Files.isDirectory(SYSTEM)) {
            try (Stream<Path> versions = Files.list(SYSTEM)) {
                var newest = versions.filter(version -> Files.isExecutable(version.resolve("bin/pg_basebackup")))
                        .max(Comparator.comparing(
                                version -> Integer.valueOf(version.getFileName().toString())));
                if (newest.isPresent()) {
                    return new Binaries(newest.get().resolve("bin"));
                }
            }
        }
        return Assumptions.abort(
                "pg_basebackup is not installed; install PostgreSQL (apt-get install postgresql) to run this test");
    }

    /** Runs a program to its end. */
    void run(Path output, List<String> command) throws IOException {
        var process = start(output, command);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(command + " failed: " + Files.readString(output));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + command + " ran", e);
        }
    }

    /** Starts a program; of several words, the first is its name. What it prints is added to {@code output}. */
    Process start(Path output, List<String> command) throws IOException {
        var words = new ArrayList<String>();
        words.add(directory.resolve(command.get(0)).toString());
        words.addAll(command.subList(1, command.size()));
        return new ProcessBuilder(unprivileged(words))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start();
    }

    /** These programs refuse to run as root; in a user namespace of their own they are nobody, with root's files. */
    private static List<String> unprivileged(List<String> words) {
        if (!System.getProperty("user.name").equals("root")) {
            return words;
        }
        var command = new ArrayList<>(List.of("unshare", "-U"));
        command.addAll(words);
        return command;
    }
}
