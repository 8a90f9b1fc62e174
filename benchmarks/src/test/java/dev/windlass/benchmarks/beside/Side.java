package dev.windlass.benchmarks.beside;

import dev.windlass.store.Store;
import java.util.Optional;

/**
 * One of the stores that are compared.
 *
 * @param table the user's table in its database; empty where it lends no transaction to write in
 * @param time brings its clock up to date, before each call
 * @param removal gives up its data, once it is closed
 */
record Side(String name, Store store, Optional<ReceiptTable> table, Runnable time, Runnable removal) {
    static final Runnable NOTHING = () -> {};

    void discard() {
        store.close();
        removal.run();
    }
}
