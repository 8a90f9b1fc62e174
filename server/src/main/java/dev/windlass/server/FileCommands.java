package dev.windlass.server;

import dev.windlass.store.sqlite.SqliteStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code windlass backup} and {@code windlass restore}: the file as a whole. */
final class FileCommands {
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
            var file = access.existing();
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
            var target = access.file();
            if (!Files.exists(source)) {
                return Answer.notFound("there is no backup at " + source + "; name a file that windlass backup wrote");
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
    }
}
