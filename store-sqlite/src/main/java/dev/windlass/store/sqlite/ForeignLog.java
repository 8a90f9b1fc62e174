package dev.windlass.store.sqlite;

import dev.windlass.store.FileReason;
import dev.windlass.store.ProgramLog;
import dev.windlass.store.StoreException;
import dev.windlass.task.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A write-ahead log beside a file that it does not belong to, as a backup gets one that was copied by hand over the file of an engine that
 * was killed. SQLite would not notice: it would write the pages of the one into the other.
 *
 * <p>A backup says in its header that it has no log, a file that an engine has worked on says that it may have one. So this finds
 * every backup that Windlass made, and not the raw copy of an engine's file over another's.
 */
final class ForeignLog {
    private static final ProgramLog log = ProgramLog.of(ForeignLog.class);

    /** In the 18th byte of the header; 2 is with a log. Source: "Database File Format" of SQLite, section 1.3. */
    private static final byte WITHOUT_LOG = 1;

    private ForeignLog() {}

    /** Removes such a log. To be called before SQLite opens the file, with the engine's lock held. */
    static void remove(Path file) {
        var wal = file.resolveSibling(file.getFileName() + "-wal");
        try {
            // Only then is the file opened past SQLite: closing it again would drop locks that others of this process
            // have on it.
            if (Files.exists(wal) && Files.size(wal) > 0 && Files.exists(file) && writeVersion(file) == WITHOUT_LOG) {
                log.warn("{} was left by another file that had this name before the backup; it is removed", wal);
                Draft.removeCompanions(file);
            }
        } catch (IOException e) {
            throw new StoreException(
                    ErrorCode.STORE_REFUSED,
                    file + " cannot be opened: " + FileReason.of(e) + "; check the path and its rights",
                    e);
        }
    }

    private static byte writeVersion(Path file) throws IOException {
        var version = ByteBuffer.allocate(1);
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.read(version, 18) == 1 ? version.get(0) : 0;
        }
    }
}
