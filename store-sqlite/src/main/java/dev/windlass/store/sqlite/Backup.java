package dev.windlass.store.sqlite;

import dev.windlass.store.FileReason;
import dev.windlass.store.ProgramLog;
import dev.windlass.store.StoreException;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.WindlassException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;

/** Makes a backup of a file that is in use: one whole, checked file of what had been committed when it began. */
final class Backup {
    private static final ProgramLog log = ProgramLog.of(Backup.class);

    private final Path file;
    private final Path target;

    private Backup(Path file, Path target) {
        this.file = file;
        this.target = target;
    }

    /** On the caller's thread and by a connection of its own, so that neither writes nor reads wait for it. */
    static void make(Path file, Path target) {
        new Backup(file, target.toAbsolutePath()).make();
    }

    private void make() {
        requireFree();
        try {
            tellUnfinished();
            copy();
        } catch (IOException e) {
            throw new StoreException(
                    ErrorCode.CALL_FAILED,
                    "the backup of " + file + " to " + target + " failed (" + FileReason.of(e)
                            + "); check the directory, its rights and its space",
                    e);
        }
    }

    /** Named and not removed: another backup may be writing it at this moment, and no lock tells. */
    private void tellUnfinished() throws IOException {
        for (var left : Draft.unfinished(target)) {
            log.warn(
                    "{} was left by a backup that broke off, unless one is being written: {} bytes; delete it",
                    left,
                    Files.size(left));
        }
    }

    private void copy() throws IOException {
        try (var draft = Draft.beside(target)) {
            try (var source = DatabaseFile.reading(file, SqliteOptions.DEFAULTS)) {
                draft.take(source);
            }
            requireSound(draft);
            // Looked at again: the copy may have taken long, and a rename asks nobody.
            requireFree();
            draft.publish();
        } catch (SQLException e) {
            if (e.getErrorCode() == SQLiteErrorCode.SQLITE_CORRUPT.code) {
                throw damaged(String.valueOf(e.getMessage()));
            }
            throw Draft.failure("the backup of " + file + " to " + target + " failed", e);
        }
    }

    private void requireFree() {
        var directory = target.getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw refused("its directory does not exist; create it first");
        }
        if (Draft.isThere(target)) {
            throw refused("it is there already and a backup overwrites nothing; choose another name");
        }
    }

    private WindlassException refused(String fact) {
        return new WindlassException(ErrorCode.BAD_INPUT, "no backup was written to " + target + ": " + fact);
    }

    /** SQLite copies a damaged page as it is; a backup that turns out damaged on the day it is needed is none. */
    private void requireSound(Draft draft) throws SQLException {
        try (var copy = draft.open()) {
            var verdict = Integrity.FULL.verdict(copy);
            if (!Integrity.isSound(verdict)) {
                throw damaged(verdict);
            }
        }
    }

    private StoreException damaged(String verdict) {
        return new StoreException(
                ErrorCode.CALL_FAILED,
                "no backup was written to " + target + ": " + file + " is damaged " + Integrity.remedy(file, verdict));
    }
}
