package dev.windlass.store.sqlite.kill;

import dev.windlass.store.Store;
import dev.windlass.store.contract.ordeal.Load;
import dev.windlass.store.contract.ordeal.Opening;
import dev.windlass.store.contract.ordeal.Orders;
import dev.windlass.store.sqlite.SqliteStore;
import java.nio.file.Path;

/** Opens the file that laborers work on. */
public final class FileOrders implements Opening {
    @Override
    public Store open(String address) {
        return SqliteStore.at(Path.of(address));
    }

    static Path file(Path directory) {
        return directory.resolve("windlass.db");
    }

    static Orders in(Path directory, Load load) {
        return Orders.of(FileOrders.class, file(directory).toString(), directory.resolve("audit"), load);
    }
}
