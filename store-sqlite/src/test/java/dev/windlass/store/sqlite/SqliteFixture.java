package dev.windlass.store.sqlite;

import dev.windlass.store.Store;
import dev.windlass.store.contract.SteerableClock;
import dev.windlass.store.contract.StoreFixture;
import dev.windlass.task.JobId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.Comparator;

/** A store in a real file of a directory of its own, by a clock that stands still. */
final class SqliteFixture implements StoreFixture {
    private final SteerableClock clock = new SteerableClock();
    private final Path directory;
    private Path file;
    private SqliteStore store;
    private int copies;

    SqliteFixture() {
        try {
            directory = Files.createTempDirectory("windlass-sqlite");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        file = directory.resolve("windlass.db");
        store = SqliteStore.steered(file, clock);
    }

    @Override
    public Store store() {
        return store;
    }

    @Override
    public void advance(Duration by) {
        clock.advance(by);
    }

    /** Opens what a killed process leaves: the files as they lie there while the former store still has them open. */
    @Override
    public Store reopen() throws IOException {
        var copy = directory.resolve("copy" + ++copies + ".db");
        CrashImage.copy(file, copy);
        store.close();
        file = copy;
        store = SqliteStore.steered(file, clock);
        return store;
    }

    @Override
    public void damage(JobId id) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var update = connection.prepareStatement(
                        "update windlass_job set payload = cast(x'ff' || substr(payload, 2) as blob) where id = ?")) {
            update.setBytes(1, id.bytes());
            if (update.executeUpdate() != 1) {
                throw new IllegalStateException("no job " + id);
            }
        }
    }

    @Override
    public void close() {
        store.close();
        try (var left = Files.walk(directory)) {
            for (var path : left.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
