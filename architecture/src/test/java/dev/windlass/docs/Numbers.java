package dev.windlass.docs;

import dev.windlass.architecture.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Holds published numbers to the print-out that they were taken from. A table with the columns measure, subject, value and unit
 * needs a link to a text under {@code docs/measurements/} in the same page, and each row has to stand there on one line.
 */
final class Numbers {
    private static final Pattern PRINTED = Pattern.compile("docs/measurements/[\\w.-]+\\.txt");
    private static final List<String> COLUMNS = List.of("measure", "subject", "value", "unit");

    private final Function<String, List<String>> printed;

    /** Given how the lines of a print-out are read. */
    Numbers(Function<String, List<String>> printed) {
        this.printed = printed;
    }

    static Numbers ofCheckout() {
        return new Numbers(path -> {
            try {
                return Files.readAllLines(SourceFile.root().resolve(path));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read the measurements in " + path, e);
            }
        });
    }

    /** The rows that no measurement bears out. */
    List<String> unfounded(Document page) {
        var lines = PRINTED.matcher(page.text())
                .results()
                .flatMap(link -> printed.apply(link.group()).stream())
                .toList();
        var complaints = new ArrayList<String>();
        for (var table : Table.in(page)) {
            if (table.columns().equals(COLUMNS)) {
                table.rows().stream()
                        .filter(row -> lines.stream().noneMatch(line -> tells(line, row)))
                        .map(row -> page.complaint(row.line(), "no linked measurement has " + row.cells()))
                        .forEach(complaints::add);
            }
        }
        return complaints;
    }

    private static boolean tells(String line, Table.Row row) {
        return row.cells().stream().allMatch(line::contains);
    }
}
