package dev.windlass.benchmarks.beside;

import dev.windlass.store.StoreClock;
import dev.windlass.store.sqlite.SqliteStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** The SQLite store of a seed, in a file that lies in memory where the system has room for that: the simulation cuts no power. */
final class SeedFile {
    private static final Path IN_MEMORY = Path.of("/dev/shm");

    private SeedFile() {}

    static Side open(StoreClock clock) {
        try {
            var directory = Files.isWritable(IN_MEMORY)
                    ? Files.createTempDirectory(IN_MEMORY, "windlass-beside")
                    : Files.createTempDirectory("windlass-beside");
            var opened = new AtomicBoolean();
            // Opened at the epoch, it begins with the first generation of fences, as the others do.
            var store = inline(directory.resolve("windlass.db"), () -> opened.get() ? clock.now() : Instant.EPOCH);
            opened.set(true);
            var table = ReceiptTable.create("receipts", store::transaction);
            return new Side("SQLite", store, Optional.of(table), Side.NOTHING, () -> remove(directory));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A store that does its work on the calling thread, by this clock: its own tests open it so, and nobody in production. */
    private static SqliteStore inline(Path file, StoreClock clock) {
        try {
            var inline = SqliteStore.class.getDeclaredMethod("inline", Path.class, StoreClock.class);
            inline.setAccessible(true);
            return (SqliteStore) inline.invoke(null, file, clock);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the store is opened for tests in another way", e);
        }
    }

    private static void remove(Path directory) {
        try (var left = Files.walk(directory)) {
            for (var path : left.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
