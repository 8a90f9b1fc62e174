package dev.windlass.store.sqlite;

import dev.windlass.store.FileReason;
import dev.windlass.store.StoreException;
import dev.windlass.task.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The lock that gives a second engine on the same file its clear refusal: {@code <real path>.lock}, a file of its own.
 *
 * <p>It must not be the database file: closing any channel on that would drop SQLite's own locks, because POSIX gives up all
 * locks of a process on a file when the process closes any descriptor of it. For the same reason the lock file is opened once in
 * a JVM while it is held, and never deleted. Safety does not hang on it (somebody may delete it): see {@link EngineRow#number}.
 *
 * <p>Who holds it in this JVM is kept in the system properties. They are shared by all class loaders, as the lock is; a static
 * field of ours would not be seen by the same class in another web application.
 */
final class EngineLock implements AutoCloseable {
    private static final String HELD = "dev.windlass.store.sqlite.held:";

    // The lock lies behind the text, because on some systems a locked region cannot be read by others.
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;
    private static final int MOST_TEXT = 20;

    private final String property;
    private final FileChannel channel;

    private EngineLock(String property, FileChannel channel) {
        this.property = property;
        this.channel = channel;
    }

    /**
     * Takes the lock of a database file, or says in one sentence who has it. An interrupted thread can take it too: the flag is
     * put aside meanwhile, because it would close the channel.
     */
    static EngineLock take(Path file) {
        var interrupted = Thread.interrupted();
        try {
            return takeQuietly(file);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static EngineLock takeQuietly(Path file) {
        var property = HELD + file;
        var pid = Long.toString(ProcessHandle.current().pid());
        if (System.getProperties().putIfAbsent(property, pid) != null) {
            throw refused(file, "another engine of this process (pid " + pid + ") has it open");
        }
        try {
            return new EngineLock(property, locked(file, pid));
        } catch (IOException e) {
            System.clearProperty(property);
            throw new StoreException(
                    ErrorCode.STORE_REFUSED,
                    "cannot lock " + lockFile(file) + " (" + FileReason.of(e)
                            + "): the directory must be writable; choose another or grant the right",
                    e);
        } catch (RuntimeException | Error e) {
            System.clearProperty(property);
            throw e;
        }
    }

    static Path lockFile(Path file) {
        return file.resolveSibling(file.getFileName() + ".lock");
    }

    private static FileChannel locked(Path file, String pid) throws IOException {
        var channel = FileChannel.open(
                lockFile(file), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock(LOCKED_BYTE, 1, false) == null) {
                var holder = holder(channel);
                channel.close();
                throw refused(file, "another engine (pid " + holder + ") has it open");
            }
        } catch (OverlappingFileLockException e) {
            // Held in this JVM by somebody who does not use our property. Closing the channel would drop his lock, so
            // it stays open.
            throw refused(file, "another program part of this process has locked " + lockFile(file));
        }
        try {
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
        } catch (IOException e) {
            // Closed now and not by a cleaner later, which would then drop the lock of whoever has it by that time.
            channel.close();
            throw e;
        }
        return channel;
    }

    private static String holder(FileChannel channel) throws IOException {
        var text = ByteBuffer.allocate(MOST_TEXT);
        channel.read(text, 0);
        return text.position() == 0
                ? "unknown"
                : new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII);
    }

    private static StoreException refused(Path file, String fact) {
        return new StoreException(
                ErrorCode.STORE_REFUSED,
                file + " cannot be opened: " + fact
                        + ", and a file belongs to one engine at a time; stop that one first, or ask its program to do it");
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            System.clearProperty(property);
        }
    }
}
