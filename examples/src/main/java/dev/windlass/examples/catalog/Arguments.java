package dev.windlass.examples.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the command line asks for, checked.
 *
 * @param root the real path of the tree
 * @param out where the catalogue goes, absolute
 * @param store the file with the jobs, absolute
 */
record Arguments(Path root, Path out, Path store) {
    static final String USAGE = "usage: catalog DIR [--out FILE] [--store FILE]";

    private static final String DEFAULT_OUT = "catalogue.csv";
    private static final String DEFAULT_STORE = "windlass.db";

    /** The command line asks for something that cannot be; the message is the sentence to print. */
    static final class UsageException extends Exception {
        private static final long serialVersionUID = 1L;

        UsageException(String message) {
            super(message);
        }
    }

    static Arguments parse(List<String> words) throws UsageException {
        var left = new ArrayDeque<>(words);
        var directories = new ArrayList<String>();
        var out = DEFAULT_OUT;
        var store = DEFAULT_STORE;
        while (!left.isEmpty()) {
            var word = left.remove();
            switch (word) {
                case "--out" -> out = value(word, left);
                case "--store" -> store = value(word, left);
                case "--" -> {
                    directories.addAll(left);
                    left.clear();
                }
                default -> {
                    if (word.startsWith("-")) {
                        throw new UsageException(
                                "option " + word + " is unknown, known are --out and --store; " + USAGE);
                    }
                    directories.add(word);
                }
            }
        }
        return checked(directories, out, store);
    }

    private static String value(String option, Queue<String> left) throws UsageException {
        if (left.isEmpty()) {
            throw new UsageException("option " + option + " needs a file after it; " + USAGE);
        }
        return left.remove();
    }

    private static Arguments checked(List<String> directories, String out, String store) throws UsageException {
        if (directories.size() != 1) {
            throw new UsageException("one directory is needed, "
                    + (directories.isEmpty() ? "none was given" : "these were given: " + directories) + "; " + USAGE);
        }
        var checked = new Arguments(directory(directories.get(0)), file("--out", out), file("--store", store));
        if (checked.storeFiles().contains(checked.out)
                || checked.storeFiles().contains(CatalogueFile.unfinished(checked.out))) {
            throw new UsageException("--out " + checked.out + " and --store " + checked.store
                    + " get into each other's way; give them different names");
        }
        return checked;
    }

    private static Path directory(String name) throws UsageException {
        var path = path("DIR", name);
        if (!Files.isDirectory(path)) {
            throw new UsageException(
                    path + (Files.exists(path) ? " is not a directory" : " does not exist") + "; give a directory");
        }
        try {
            return path.toRealPath();
        } catch (IOException e) {
            throw new UsageException(path + " cannot be entered (" + e + "); give a directory that can");
        }
    }

    /** A file that can be created or replaced; its directory by its real path, so that the walk knows it when it meets it. */
    private static Path file(String option, String name) throws UsageException {
        var path = path(option, name).toAbsolutePath().normalize();
        var directory = path.getParent();
        var last = path.getFileName();
        if (directory == null || last == null || (Files.exists(path) && !Files.isRegularFile(path))) {
            throw new UsageException(
                    option + " " + path + " is not a regular file; name one, or one that is yet to be");
        }
        if (!Files.isDirectory(directory) || !Files.isWritable(directory)) {
            throw new UsageException(option + " " + path + " cannot be written: " + directory
                    + (Files.isDirectory(directory) ? " is not writable" : " is not a directory") + "; choose another");
        }
        try {
            return directory.toRealPath().resolve(last);
        } catch (IOException e) {
            throw new UsageException(option + " " + path + " cannot be reached (" + e + "); choose another");
        }
    }

    private static Path path(String what, String name) throws UsageException {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new UsageException(what + " \"" + name + "\" is no path here (" + e.getReason()
                    + "); set LC_ALL to a UTF-8 locale if the name is right");
        }
    }

    /** The files that are written while the walk goes on. */
    Set<Path> own() {
        return Stream.concat(Stream.of(out, CatalogueFile.unfinished(out)), storeFiles().stream())
                .collect(Collectors.toSet());
    }

    private Set<Path> storeFiles() {
        return Stream.of("", "-wal", "-shm", "-journal", ".lock")
                .map(ending -> store.resolveSibling(store.getFileName() + ending))
                .collect(Collectors.toSet());
    }
}
