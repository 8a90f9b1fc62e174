package dev.windlass.store.sqlite;

import dev.windlass.store.StoreException;
import dev.windlass.task.ErrorCode;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What an error of SQLite means for the store. */
enum Trouble {
    /** No space: nothing of the transaction happened, and it can be asked for again. */
    FULL,
    /** Somebody else holds the write lock, or memory is short: nothing of the transaction happened. */
    BUSY,
    /** A read or a sync failed, or the file is damaged: nothing that the process believes about the file can be trusted. */
    FATAL,
    /** Only the statement was wrong. */
    LOCAL;

    private static final int PRIMARY = 0xff;

    static Trouble of(SQLException error) {
        if (!(error instanceof SQLiteException sqlite)) {
            return LOCAL;
        }
        var code = sqlite.getResultCode();
        // The shared-memory file could not grow. That is a full disk, although it is reported as an I/O error.
        if (code == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE) {
            return FULL;
        }
        return switch (code.code & PRIMARY) {
            case 13 -> FULL; // SQLITE_FULL
            case 5, 6, 7 -> BUSY; // SQLITE_BUSY, SQLITE_LOCKED, SQLITE_NOMEM
            case 8, 10, 11, 14, 26 ->
                FATAL; // SQLITE_READONLY, SQLITE_IOERR, SQLITE_CORRUPT, SQLITE_CANTOPEN, SQLITE_NOTADB
            default -> LOCAL;
        };
    }

    /** The trouble as callers of the store see it. */
    StoreException seen(Path file, SQLException error) {
        return switch (this) {
            case FULL ->
                new StoreException(
                        ErrorCode.STORE_FULL,
                        "no space is left for " + file + ": nothing of this call was written; free some and repeat it",
                        error);
            case BUSY ->
                new StoreException(
                        ErrorCode.STORE_DOWN,
                        "the write lock of " + file + " was not to be had (" + error.getMessage()
                                + "), another program may hold it"
                                + ": nothing of this call was written; repeat it",
                        error);
            case FATAL ->
                new StoreException(
                        ErrorCode.STORE_FAILED,
                        "reading or writing " + file + " failed (" + error.getMessage()
                                + "): nothing more is accepted until it is opened anew",
                        error);
            case LOCAL ->
                new StoreException(
                        ErrorCode.CALL_FAILED,
                        "a statement on " + file + " failed (" + error.getMessage()
                                + "); nothing of this call was written",
                        error);
        };
    }
}
