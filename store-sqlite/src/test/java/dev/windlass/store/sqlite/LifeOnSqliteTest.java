package dev.windlass.store.sqlite;

import dev.windlass.store.Store;
import dev.windlass.store.contract.LifeContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class LifeOnSqliteTest extends LifeContract {
    @TempDir
    Path directory;

    @Override
    protected Store store() {
        return SqliteStore.at(directory.resolve("life.db"));
    }

    @Override
    protected Store reopened(Store closed) {
        return store();
    }
}
