package dev.windlass.examples.catalog;

import dev.windlass.examples.catalog.Tasks.Directory;
import dev.windlass.examples.catalog.Tasks.Page;
import dev.windlass.examples.catalog.Tasks.Place;
import dev.windlass.examples.catalog.Tasks.Run;
import dev.windlass.store.JobStore;
import dev.windlass.task.FatalException;
import dev.windlass.task.JobRun;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Does the jobs of the walk: each makes children of what it finds, which exist if and only if it succeeds. Safe for all threads.
 *
 * <p>Symbolic links are neither followed nor catalogued, nor are pipes, sockets and devices. What vanished meanwhile is left out.
 */
final class Walker {
    /** Most entries that one job makes children of; a larger directory is cut into pages. */
    static final int MOST_ENTRIES = 500;

    /** Bytes that a name and the other fields of a payload may take: 255 percent-encoded bytes, and the id of the run. */
    private static final int MOST_NAME = 1_000;

    private final Roots roots;
    private final Set<Path> own;
    private final Counter counter;

    /** @param own the example's own files, which are written while it walks and so have no size or checksum to speak of */
    Walker(Roots roots, Set<Path> own, Counter counter) {
        this.roots = roots;
        this.own = Set.copyOf(own);
        this.counter = counter;
    }

    /** Makes the root of a tree a child: the first directory of a run. */
    static @Nullable Void begin(Run begun, JobRun run) {
        run.enqueue(Tasks.DIRECTORY, new Directory(run.id().toString(), TreePath.ROOT.encoded(), ""), Tasks.OPTIONS);
        return null;
    }

    /** Makes the entries of a directory children, or its pages where it has many. */
    @Nullable
    Void list(Directory directory, JobRun run) throws IOException {
        var names = namesAfter(directory);
        if (names.size() <= pageSize(directory.place())) {
            enqueueEntries(directory.place(), names, run);
        } else {
            enqueuePages(directory, names, run);
        }
        return null;
    }

    /** Makes the entries of a page children. */
    @Nullable
    Void list(Page page, JobRun run) throws IOException {
        enqueueEntries(page.place(), page.names(), run);
        return null;
    }

    private List<String> namesAfter(Directory directory) throws IOException {
        return Disk.read(() -> {
            var path = roots.locate(directory.place());
            // It was one when it was found; listing would follow a link that took its place.
            if (!Disk.kind(path).isDirectory()) {
                throw new FatalException("no directory any more");
            }
            try (var entries = Files.newDirectoryStream(path)) {
                return StreamSupport.stream(entries.spliterator(), false)
                        .filter(entry -> !own.contains(entry))
                        .map(TreePath::nameOf)
                        .filter(name -> name.compareTo(directory.after()) > 0)
                        .sorted()
                        .toList();
            }
        });
    }

    /** Fewer than {@link #MOST_ENTRIES} only where the path itself is so long that their payloads would not fit a commit. */
    private static int pageSize(Place directory) {
        return (int)
                Math.min(MOST_ENTRIES, JobStore.MOST_BYTES / (directory.path().length() + MOST_NAME));
    }

    /** As many pages as fit a commit, and a job for the names behind them: at 20 bytes a name that is one in 170,000. */
    private static void enqueuePages(Directory directory, List<String> names, JobRun run) {
        var size = pageSize(directory.place());
        var room = JobStore.MOST_BYTES - 2L * MOST_NAME - directory.path().length();
        for (var from = 0; from < names.size(); from += size) {
            var page = new Page(
                    directory.run(), directory.path(), names.subList(from, Math.min(names.size(), from + size)));
            room -= Tasks.PAGE.encode(page).size() + MOST_NAME;
            if (room < 0 || from == (JobStore.MOST_JOBS - 1) * size) {
                run.enqueue(
                        Tasks.DIRECTORY,
                        new Directory(directory.run(), directory.path(), names.get(from - 1)),
                        Tasks.OPTIONS);
                return;
            }
            run.enqueue(Tasks.PAGE, page, Tasks.OPTIONS);
        }
    }

    private void enqueueEntries(Place directory, List<String> names, JobRun run) throws IOException {
        for (var name : names) {
            enqueueEntry(directory.child(name), run);
        }
    }

    private void enqueueEntry(Place entry, JobRun run) throws IOException {
        try {
            var kind = Disk.kind(roots.locate(entry));
            if (kind.isDirectory()) {
                run.enqueue(Tasks.DIRECTORY, new Directory(entry.run(), entry.path(), ""), Tasks.OPTIONS);
            } else if (kind.isRegularFile()) {
                run.enqueue(Tasks.FILE, entry, Tasks.OPTIONS);
                counter.found(1);
            }
        } catch (NoSuchFileException e) {
            // Removed since the directory was listed: there is nothing to catalogue.
            return;
        } catch (AccessDeniedException e) {
            throw new FatalException("may be listed, but not entered", e);
        }
    }
}
