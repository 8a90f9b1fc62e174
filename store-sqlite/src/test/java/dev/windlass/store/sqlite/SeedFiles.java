package dev.windlass.store.sqlite;

import dev.windlass.store.Store;
import dev.windlass.store.StoreClock;
import dev.windlass.store.contract.simulation.Receipts;
import dev.windlass.store.contract.simulation.Stores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A store in a real file for each seed, with the pragmas of the product. The files lie in memory where the system has room for
 * that: the simulation cuts no power, and would spend nine tenths of its time waiting for the disk.
 */
final class SeedFiles implements Stores {
    private static final Path IN_MEMORY = Path.of("/dev/shm");

    private final Map<Store, Path> directories = new ConcurrentHashMap<>();

    @Override
    public Store open(StoreClock clock) {
        try {
            var directory = Files.isWritable(IN_MEMORY)
                    ? Files.createTempDirectory(IN_MEMORY, "windlass-seed")
                    : Files.createTempDirectory("windlass-seed");
            var store = SqliteStore.inline(directory.resolve("windlass.db"), clock);
            directories.put(store, directory);
            new SeedReceipts(store).create();
            return store;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<Receipts> receipts(Store store) {
        return store instanceof SqliteStore sqlite ? Optional.of(new SeedReceipts(sqlite)) : Optional.empty();
    }

    @Override
    public void discard(Store store) {
        store.close();
        try (var left = Files.walk(directories.remove(store))) {
            for (var path : left.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
