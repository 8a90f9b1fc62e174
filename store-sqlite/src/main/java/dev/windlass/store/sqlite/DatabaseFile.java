package dev.windlass.store.sqlite;

import dev.windlass.store.FileReason;
import dev.windlass.store.StoreException;
import dev.windlass.task.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.sqlite.SQLiteConfig;

/** Where the database is, and how connections to it are set up. */
final class DatabaseFile {
    /** What every SQLite file that is not empty begins with. */
    static final String HEADER = "SQLite format 3\0";

    private static final int PAGE_BYTES = 4_096;
    private static final int KIBIBYTES_PER_MEBIBYTE = 1_024;

    /** How long a write waits for another program, such as the sqlite3 shell, that holds the write lock. */
    private static final int BUSY_MILLIS = 5_000;

    /**
     * Pages in the write-ahead log after which a commit brings them home: 32 MiB. Fewer cost more syncs, more cost start-up time.
     * SQLite tells nobody when that fails, and need not: the log keeps what was not brought home, and the next commit tries again.
     */
    private static final int CHECKPOINT_PAGES = 4_000;

    /**
     * What a connection that writes must answer. WAL lets readers go on beside the writer; FULL is what makes a commit survive
     * power loss (NORMAL lost 13 to 420 acknowledged commits in each simulated one); mapped memory turns an I/O error into a
     * crash of the process.
     */
    private static final Map<String, String> WRITING =
            Map.of("journal_mode", "wal", "synchronous", "2", "mmap_size", "0");

    private DatabaseFile() {}

    /** The one name of a file, however it is reached: symbolic links resolved, so that two names cannot open it twice. */
    static Path resolve(Path path) {
        if (path.toString().contains("?")) {
            throw refused(
                    path,
                    "its name contains a question mark, which the driver takes for settings; choose another name");
        }
        try {
            if (Files.isDirectory(path)) {
                throw refused(path, "it is a directory; name a file in it, such as " + path.resolve("windlass.db"));
            }
            if (Files.exists(path)) {
                var file = path.toRealPath();
                requireOneName(file);
                return file;
            }
            var absolute = path.toAbsolutePath();
            var directory = absolute.getParent();
            if (directory == null || !Files.isDirectory(directory)) {
                throw refused(path, "its directory does not exist; create it first");
            }
            return directory.toRealPath().resolve(path.getFileName());
        } catch (IOException e) {
            throw new StoreException(
                    ErrorCode.STORE_REFUSED,
                    path + " cannot be opened: " + FileReason.of(e) + "; check the path and its rights",
                    e);
        }
    }

    /**
     * Refuses a file with hard links: the lock and the write-ahead log go by the name, so that an engine under each would write
     * over the other. Where the system does not count links, nothing is known and nothing refused.
     */
    private static void requireOneName(Path file) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return;
        }
        if (Files.getAttribute(file, "unix:nlink") instanceof Integer names && names > 1) {
            throw refused(
                    file,
                    "it has " + names
                            + " names (hard links), and an engine under each would write over the other; remove the others, or copy it to a file of its own");
        }
    }

    /** The connection that writes. Its transactions are begun and ended by statements, never through JDBC. */
    static Connection writing(Path file, SqliteOptions options) throws SQLException {
        var connection = connect(file, options);
        try {
            requireSettings(file, connection);
            // Otherwise the driver would try to begin and commit around each statement. This begins a transaction, so
            // it is ended.
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement()) {
                statement.execute("commit");
            }
            return connection;
        } catch (SQLException | RuntimeException | Error e) {
            Closing.after(e, connection);
            throw e;
        }
    }

    /** Refuses a file on which SQLite does not hold the settings that make a commit safe, as on some network disks. */
    static void requireSettings(Path file, Connection connection) throws SQLException {
        for (var pragma : WRITING.entrySet()) {
            requireAnswer(file, connection, pragma.getKey(), pragma.getValue());
        }
    }

    /** A connection that cannot write. */
    static Connection reading(Path file, SqliteOptions options) throws SQLException {
        var connection =
                connect(file, options.withCacheMebibytes(Math.max(1, options.cacheMebibytes() / options.readers())));
        try (var statement = connection.createStatement()) {
            statement.execute("pragma query_only = on");
            return connection;
        } catch (SQLException | RuntimeException | Error e) {
            Closing.after(e, connection);
            throw e;
        }
    }

    /** A connection to a file that no engine works on: a backup, or one in the making. */
    static Connection plain(Path file) throws SQLException {
        return busy(new SQLiteConfig()).createConnection("jdbc:sqlite:" + file);
    }

    /** A connection that leaves the file as it is, down to its journal mode. */
    static Connection readOnly(Path file) throws SQLException {
        var config = busy(new SQLiteConfig());
        config.setReadOnly(true);
        return config.createConnection("jdbc:sqlite:" + file);
    }

    private static SQLiteConfig busy(SQLiteConfig config) {
        config.setBusyTimeout(BUSY_MILLIS);
        return config;
    }

    private static Connection connect(Path file, SqliteOptions options) throws SQLException {
        var config = new SQLiteConfig();
        config.setPageSize(PAGE_BYTES);
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setPragma(SQLiteConfig.Pragma.MMAP_SIZE, "0");
        config.setCacheSize(-options.cacheMebibytes() * KIBIBYTES_PER_MEBIBYTE);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        config.setWalAutocheckpoint(CHECKPOINT_PAGES);
        config.setBusyTimeout(BUSY_MILLIS);
        // The driver would ask for the last row id after each insert.
        config.setGetGeneratedKeys(false);
        return config.createConnection("jdbc:sqlite:" + file);
    }

    private static void requireAnswer(Path file, Connection connection, String pragma, String wanted)
            throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("pragma " + pragma)) {
            var answer = row.next() ? row.getString(1) : "nothing";
            if (!wanted.equals(answer)) {
                throw refused(
                        file,
                        "SQLite answers " + pragma + " = " + answer + " instead of " + wanted
                                + ", so commits would not be safe there; put the file on a local disk");
            }
        }
    }

    static StoreException refused(Path file, String fact) {
        return new StoreException(ErrorCode.STORE_REFUSED, file + " cannot be opened: " + fact);
    }
}
