package dev.windlass.server;

import dev.windlass.store.FileReason;
import dev.windlass.store.sqlite.SqliteStore;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.WindlassException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code windlass backup} and {@code windlass restore}: the file as a whole. */
final class FileCommands {
    /** The first bytes of each file of SQLite. */
    private static final byte[] BEGINNING = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

    private FileCommands() {}

    @Command(
            name = "backup",
            description =
                    "Writes a backup of the store, also beside a running engine: one file, checked and whole by itself.")
    static final class Backup implements Callable<Answer> {
        private final Access access;

        @Parameters(paramLabel = "FILE", description = "the backup, which must not be there yet")
        @SuppressWarnings("NullAway.Init") // required, so picocli sets it
        private Path backup;

        Backup(Access access) {
            this.access = access;
        }

        @Override
        public Answer call() {
            var file = access.existing("backup", "make one with pg_dump or the server's own means");
            var target = access.path(backup);
            Absent.requireDirectoryOf(target);
            if (Files.exists(target)) {
                return Answer.notPossible(
                        target + " is there already and a backup overwrites nothing; choose another name");
            }
            SqliteStore.backup(file, target);
            return Answer.done(
                    target + " is a backup of " + file, Map.of("backup", target.toString(), "store", file.toString()));
        }
    }

    @Command(
            name = "restore",
            description = "Puts a backup in the place of the store. Jobs are as they were when it was made.")
    static final class Restore implements Callable<Answer> {
        private final Access access;

        @Parameters(paramLabel = "FILE", description = "the backup, which stays as it is")
        @SuppressWarnings("NullAway.Init") // required, so picocli sets it
        private Path backup;

        @Option(names = "--replace", description = "in the place of a store that is there, whose jobs are gone then")
        private boolean replace;

        Restore(Access access) {
            this.access = access;
        }

        @Override
        public Answer call() {
            var source = access.path(backup);
            var target = access.file("restore", "put it back with pg_restore or the server's own means");
            if (!Files.exists(source)) {
                return Answer.notFound("there is no backup at " + source + "; name a file that windlass backup wrote");
            }
            var mistaken = mistaken(source);
            if (mistaken.isPresent()) {
                return Answer.badInput(source + mistaken.get() + "; name a file that windlass backup wrote");
            }
            Absent.requireDirectoryOf(target);
            if (!replace && Files.exists(target)) {
                return Answer.notPossible(
                        target + " is there already, and its jobs would be lost; name another place with"
                                + " --store, or add --replace");
            }
            if (replace) {
                SqliteStore.replace(source, target);
            } else {
                SqliteStore.restore(source, target);
            }
            return Answer.done(
                    target + " is restored from " + source,
                    Map.of("backup", source.toString(), "store", target.toString()));
        }

        /** Why the named file can be no backup at all, whatever became of it. */
        private static Optional<String> mistaken(Path source) {
            if (Files.isDirectory(source)) {
                return Optional.of(" is a directory");
            }
            if (!Files.isRegularFile(source)) {
                return Optional.of(" is no regular file");
            }
            try (var in = Files.newInputStream(source)) {
                return Arrays.equals(in.readNBytes(BEGINNING.length), BEGINNING)
                        ? Optional.empty()
                        : Optional.of(" is no database");
            } catch (IOException e) {
                throw new WindlassException(
                        ErrorCode.CALL_FAILED,
                        source + " cannot be read (" + FileReason.of(e) + "); check its rights",
                        e);
            }
        }
    }
}
