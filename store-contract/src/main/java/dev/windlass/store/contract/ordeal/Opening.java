package dev.windlass.store.contract.ordeal;

import dev.windlass.store.Store;

/** Opens the store that is put to the test; a public class with a constructor of no arguments, since it is named to other processes. */
@FunctionalInterface
public interface Opening {
    Store open(String address) throws Exception;
}
