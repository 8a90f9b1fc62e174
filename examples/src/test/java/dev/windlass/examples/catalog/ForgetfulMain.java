package dev.windlass.examples.catalog;

import java.nio.file.Files;
import java.nio.file.Path;

/** A mutant: the program with a store that does not outlive its process. The kill test must find it out. */
final class ForgetfulMain {
    private ForgetfulMain() {}

    public static void main(String[] words) throws Exception {
        var store = Path.of(words[words.length - 1]);
        for (var ending : new String[] {"", "-wal", "-shm"}) {
            Files.deleteIfExists(store.resolveSibling(store.getFileName() + ending));
        }
        Main.main(words);
    }
}
