package dev.windlass.examples.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * A tree of small files whose walk lasts as long as their reading: each level is found only when the one above it was listed, and
 * the jobs of the files above stand before it in the queue. A tenth of the files lies in one directory.
 */
final class KillTree {
    private static final int LEVELS = 30;
    private static final int DIRECTORIES = 5;
    private static final int MOST_WORDS = 40;

    private final Random random;
    private int made;

    private KillTree(long seed) {
        random = new Random(seed);
    }

    /** Makes exactly so many files. */
    static void make(Path root, int files, long seed) throws IOException {
        var tree = new KillTree(seed);
        tree.fill(root.resolve("many"), files / 10);
        var each = (files - tree.made) / (LEVELS * DIRECTORIES);
        var level = root;
        for (var depth = 0; depth < LEVELS; depth++) {
            level = level.resolve("level");
            for (var directory = 0; directory < DIRECTORIES; directory++) {
                tree.fill(level.resolve("dir " + directory), each);
            }
        }
        tree.fill(root.resolve("rest"), files - tree.made);
    }

    private void fill(Path directory, int files) throws IOException {
        Files.createDirectories(directory);
        for (var file = 0; file < files; file++) {
            Files.writeString(directory.resolve(name()), content());
        }
    }

    private String name() {
        made++;
        return made % 100 == 0 ? "odd, \"" + made + "\"\r\n.txt" : "file-" + made + ".txt";
    }

    private String content() {
        return ("word " + random.nextInt() + "\n").repeat(random.nextInt(MOST_WORDS));
    }
}
