package dev.windlass.examples.catalog;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** The catalogue on the disk. It is there whole or not at all: it is written beside its place and moved there when complete. */
final class CatalogueFile {
    private CatalogueFile() {}

    /** One row; rows are in the order of their paths' code points, which is the order of their UTF-8 bytes. */
    record Row(String path, String rest) implements Comparable<Row> {
        /** {@link String#compareTo} goes by UTF-16 units, and would sort an emoji before a full-width letter. */
        @Override
        public int compareTo(Row other) {
            var shorter = Math.min(path.length(), other.path.length());
            for (var at = 0; at < shorter; at++) {
                if (path.charAt(at) != other.path.charAt(at)) {
                    return Integer.compare(path.codePointAt(at), other.path.codePointAt(at));
                }
            }
            return Integer.compare(path.length(), other.path.length());
        }
    }

    /** Where it is written first. A kill leaves it there, and the next summary writes it anew. */
    static Path unfinished(Path out) {
        return out.resolveSibling(out.getFileName() + ".part");
    }

    /** Writes the rows sorted. */
    static void write(Path out, List<Row> rows) throws IOException {
        var part = unfinished(out);
        try (var file = FileChannel.open(
                        part,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING);
                var writer = new BufferedWriter(
                        new OutputStreamWriter(Channels.newOutputStream(file), StandardCharsets.UTF_8))) {
            writer.write(Csv.HEADER);
            for (var row : rows.stream().sorted().toList()) {
                writer.write(Csv.quoted(row.path()));
                writer.write(row.rest());
            }
            writer.flush();
            // On the disk before it has its name: power may fail between the two.
            file.force(true);
        }
        Files.move(part, out, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
