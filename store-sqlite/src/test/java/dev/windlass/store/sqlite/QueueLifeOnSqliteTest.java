package dev.windlass.store.sqlite;

import dev.windlass.store.Store;
import dev.windlass.store.contract.QueueLifeContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class QueueLifeOnSqliteTest extends QueueLifeContract {
    @TempDir
    Path directory;

    @Override
    protected Store store() {
        return SqliteStore.at(directory.resolve("queues.db"), Jobs.PATIENT);
    }
}
