package dev.windlass.examples.catalog;

import dev.windlass.examples.catalog.Tasks.Place;
import dev.windlass.task.FatalException;
import java.io.IOException;

/** Does the job of a file: its result is the file's row. Safe for all threads. */
final class FileReading {
    private final Roots roots;

    FileReading(Roots roots) {
        this.roots = roots;
    }

    FileFacts facts(Place file) throws IOException {
        return Disk.read(() -> {
            var path = roots.locate(file);
            // It was one when it was found; a pipe that took its place would be waited for without end.
            if (!Disk.kind(path).isRegularFile()) {
                throw new FatalException("no regular file any more");
            }
            return FileFacts.of(path, new TreePath(file.path()).text());
        });
    }
}
