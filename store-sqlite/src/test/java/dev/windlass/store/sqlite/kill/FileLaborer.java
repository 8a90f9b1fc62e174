package dev.windlass.store.sqlite.kill;

import dev.windlass.store.Store;
import dev.windlass.store.contract.ordeal.Laborer;
import dev.windlass.store.contract.ordeal.Load;
import dev.windlass.store.contract.ordeal.Orders;
import dev.windlass.store.sqlite.SqliteStore;
import java.nio.file.Path;

/** The laborer on a file. */
final class FileLaborer {
    private FileLaborer() {}

    public static void main(String[] arguments) throws Exception {
        Laborer.main(FileLaborer::open, arguments);
    }

    private static Store open(String file) {
        return SqliteStore.at(Path.of(file));
    }

    static Path file(Path directory) {
        return directory.resolve("windlass.db");
    }

    static Orders in(Path directory, Load load) {
        var file = file(directory).toString();
        return Orders.of(FileLaborer.class, FileLaborer::open, file, directory.resolve("audit"), load);
    }
}
