package dev.windlass.examples.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.Listener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The program as a person calls it, in this process, on a tree of its own. */
final class Program {
    final Path root;
    final Path out;
    final Path store;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    /** @param folder an empty directory for the tree, the catalogue and the store */
    Program(Path folder) throws IOException {
        root = Files.createDirectory(folder.resolve("tree"));
        out = folder.resolve("catalogue.csv");
        store = folder.resolve("windlass.db");
    }

    /** Writes a file of the tree; the path is percent-encoded, so that no locale can spoil it. */
    Path write(String encodedPath, String content) throws IOException {
        var file = new TreePath(encodedPath).under(TreePath.of(root));
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    int run(Listener... listeners) throws InterruptedException {
        return call(List.of(root.toString(), "--out", out.toString(), "--store", store.toString()), listeners);
    }

    int call(List<String> words, Listener... listeners) throws InterruptedException {
        return Main.run(words, stream(printed), stream(errors), List.of(listeners));
    }

    private static PrintStream stream(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }

    String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    String errors() {
        return errors.toString(StandardCharsets.UTF_8);
    }

    /** The catalogue's rows without its header. */
    List<List<String>> rows() throws IOException {
        return rows(out);
    }

    static List<List<String>> rows(Path catalogue) throws IOException {
        var rows = CsvReader.read(Files.readString(catalogue));
        assertThat(rows.get(0)).containsExactly("path", "bytes", "sha256", "type", "lines", "words");
        return rows.subList(1, rows.size());
    }

    /** The rows without media types, which {@link Expected} does not know. */
    static List<List<String>> untyped(List<List<String>> rows) {
        return rows.stream()
                .map(row -> List.of(row.get(0), row.get(1), row.get(2), row.get(4), row.get(5)))
                .toList();
    }

    List<String> paths() throws IOException {
        return rows().stream().map(row -> row.get(0)).toList();
    }
}
