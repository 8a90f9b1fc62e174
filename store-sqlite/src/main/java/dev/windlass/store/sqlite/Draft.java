package dev.windlass.store.sqlite;

import dev.windlass.store.StoreException;
import dev.windlass.task.ErrorCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.core.DB;

/**
 * A whole database in the making, under a name of its own beside the one it is to have: whoever finds a file under that name finds
 * all of it, on the disk. For one thread.
 *
 * <p>Only its owner may read it: payloads are nobody else's business.
 */
final class Draft implements AutoCloseable {
    /** What SQLite may leave beside a file. */
    private static final List<String> COMPANIONS = List.of("-wal", "-shm", "-journal");

    private static final String PART = ".part";
    private static final String REPLACEMENT = ".restore.part";

    private static final String BEGIN = "begin";
    private static final String SNAPSHOT = "select count(*) from sqlite_schema";
    private static final String END = "rollback";

    private final Path target;
    private final Path file;

    private Draft(Path target, Path file) {
        this.target = target;
        this.file = file;
    }

    /** An empty one beside its target. The file of a process that was killed stays there; its name ends in {@code .part}. */
    static Draft beside(Path target) throws IOException {
        return beside(target, PART);
    }

    /** The same for whoever holds the target's lock: its name ends in {@code .restore.part}. */
    static Draft replacing(Path target) throws IOException {
        return beside(target, REPLACEMENT);
    }

    private static Draft beside(Path target, String suffix) throws IOException {
        // The JDK gives such files to nobody but their owner.
        return new Draft(target, Files.createTempFile(directory(target), target.getFileName() + ".", suffix));
    }

    private static Path directory(Path target) {
        return target.resolveSibling(".").normalize();
    }

    /** Removes what a killed process has left of {@link #replacing}. For whoever holds the target's lock: nobody else writes such files. */
    static void removeReplacements(Path target) throws IOException {
        for (var left : left(target, REPLACEMENT)) {
            Files.deleteIfExists(left);
            removeCompanions(left);
        }
    }

    /** What {@link #beside} has made for this target and is still there: in the making, or left by a process that was killed. */
    static List<Path> unfinished(Path target) throws IOException {
        return left(target, PART);
    }

    private static List<Path> left(Path target, String suffix) throws IOException {
        var name = Pattern.compile(Pattern.quote(target.getFileName() + ".") + "\\d+" + Pattern.quote(suffix));
        try (var files = Files.list(directory(target))) {
            return files.filter(file ->
                            name.matcher(String.valueOf(file.getFileName())).matches())
                    .sorted()
                    .toList();
        }
    }

    Path file() {
        return file;
    }

    /**
     * Takes what the source holds by its last commit, page by page, and leaves it in one file without a log.
     *
     * <p>Copied within one reading transaction: it sees one commit however long it takes, and keeps no writer waiting. Without it,
     * SQLite begins anew after each commit of another connection, and never ends under load. {@code vacuum into} would give rows of
     * the user's tables other row ids.
     */
    void take(Connection source) throws SQLException {
        try (var statement = source.createStatement()) {
            statement.execute(BEGIN);
            try {
                statement.executeQuery(SNAPSHOT).close();
                copy(source);
            } finally {
                statement.execute(END);
            }
        }
        try (var copy = open();
                var statement = copy.createStatement()) {
            statement.execute("pragma journal_mode = delete");
        }
    }

    private void copy(Connection source) throws SQLException {
        var database = source.unwrap(SQLiteConnection.class).getDatabase();
        var code = database.backup("main", file.toString(), (remaining, pages) -> {});
        if (code != SQLiteErrorCode.SQLITE_OK.code) {
            throw DB.newSQLException(code, "copying to " + file);
        }
    }

    /** A connection to what was taken. */
    Connection open() throws SQLException {
        return DatabaseFile.plain(file);
    }

    /** Gives it the rights that people gave to the file it replaces. */
    void likeOf(Path former) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, Files.getPosixFilePermissions(former));
        }
    }

    /** Gives it its name once it is on the disk. Replaces what has that name. */
    void publish() throws IOException {
        sync(file, StandardOpenOption.WRITE);
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
        syncDirectory(target);
    }

    /** The name itself has to reach the disk as well; Windows opens no directories, and writes names through. */
    static void syncDirectory(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            sync(directory(file), StandardOpenOption.READ);
        }
    }

    private static void sync(Path path, StandardOpenOption mode) throws IOException {
        try (var channel = FileChannel.open(path, mode)) {
            channel.force(true);
        }
    }

    /** Removes what SQLite keeps beside a file and what therefore belongs to that file alone. */
    static void removeCompanions(Path file) throws IOException {
        for (var suffix : COMPANIONS) {
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + suffix));
        }
    }

    /** Whether something has this name, be it a link to nowhere. */
    static boolean isThere(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** Leaves nothing behind, published or not. */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
        removeCompanions(file);
    }

    /** A failure of making one, as a sentence; nothing has the target's name then that had it not before. */
    static StoreException failure(String what, SQLException error) {
        return switch (Trouble.of(error)) {
            case FULL ->
                new StoreException(
                        ErrorCode.STORE_FULL, what + ": no space is left there; free some and repeat it", error);
            case BUSY, FATAL, LOCAL ->
                new StoreException(
                        ErrorCode.CALL_FAILED,
                        what + " (" + error.getMessage() + "); check both disks and repeat it",
                        error);
        };
    }
}
