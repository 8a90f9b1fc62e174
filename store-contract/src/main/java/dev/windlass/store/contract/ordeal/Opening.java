package dev.windlass.store.contract.ordeal;

import dev.windlass.store.Store;

/** Opens the store that is put to the test. */
@FunctionalInterface
public interface Opening {
    Store open(String address) throws Exception;
}
