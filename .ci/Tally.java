import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;

/**
 * Adds up the test reports below a directory: a row per module, the names of what failed and of what was skipped, and last the
 * totals. Given a file of allowed skips, a skip that it does not name is an error.
 *
 * <p>Run from its source, {@code java .ci/Tally.java DIR [ALLOWED]}. The exit code is 1 when a test failed, a skip is not allowed,
 * or there was no test at all: a run that tests nothing must not look like one that found nothing.
 */
public final class Tally {
    private static final String REPORTS = "target/surefire-reports";

    private final Map<String, Row> rows = new TreeMap<>();
    private final List<String> failed = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();

    public static void main(String[] arguments) throws Exception {
        var tally = new Tally();
        tally.readAll(Path.of(arguments[0]));
        var refused = arguments.length > 1 ? tally.skippedBut(allowed(Path.of(arguments[1]))) : List.<String>of();
        tally.print(refused);
        var total = tally.total();
        System.exit(total.failed > 0 || !refused.isEmpty() || total.passed == 0 ? 1 : 0);
    }

    /** Each line is {@code class#method: reason}; a line without a reason allows nothing. */
    private static Set<String> allowed(Path file) throws IOException {
        var names = new HashSet<String>();
        for (var line : Files.readAllLines(file)) {
            var colon = line.indexOf(": ");
            if (!line.startsWith("#") && colon > 0 && !line.substring(colon + 2).isBlank()) {
                names.add(line.substring(0, colon).strip());
            }
        }
        return names;
    }

    private void readAll(Path root) throws Exception {
        List<Path> files;
        try (Stream<Path> found = Files.walk(root)) {
            files = found.filter(file -> file.getFileName().toString().matches("TEST-.*\\.xml"))
                    .filter(file -> file.getParent().endsWith(REPORTS))
                    .sorted()
                    .toList();
        }
        for (var file : files) {
            read(root.relativize(file.getParent().getParent().getParent()).toString(), file);
        }
    }

    private void read(String module, Path file) throws Exception {
        var cases = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(file.toFile())
                .getElementsByTagName("testcase");
        for (var i = 0; i < cases.getLength(); i++) {
            add(rows.computeIfAbsent(module, name -> new Row()), (Element) cases.item(i));
        }
    }

    private void add(Row row, Element test) {
        var name = test.getAttribute("classname") + "#" + test.getAttribute("name");
        row.seconds += Double.parseDouble(test.getAttribute("time").replace(",", ""));
        if (has(test, "failure") || has(test, "error")) {
            row.failed++;
            failed.add(name);
        } else if (has(test, "skipped")) {
            row.skipped++;
            skipped.add(name);
        } else {
            row.passed++;
        }
    }

    private static boolean has(Element test, String child) {
        return test.getElementsByTagName(child).getLength() > 0;
    }

    private List<String> skippedBut(Set<String> allowed) {
        return skipped.stream().filter(name -> !allowed.contains(name)).toList();
    }

    private void print(List<String> refused) {
        System.out.printf("%n%-24s %8s %8s %8s %9s%n", "module", "passed", "failed", "skipped", "seconds");
        rows.forEach((module, row) -> System.out.printf(
                "%-24s %8d %8d %8d %9.1f%n", module, row.passed, row.failed, row.skipped, row.seconds));
        System.out.println();
        failed.forEach(name -> System.out.println("failed: " + name));
        skipped.forEach(name -> System.out.println("skipped: " + name));
        refused.forEach(name -> System.out.println("this skip is not in the list of allowed ones: " + name));
        var total = total();
        System.out.printf("%d passed, %d failed, %d skipped%n", total.passed, total.failed, total.skipped);
    }

    private Row total() {
        var total = new Row();
        for (var row : rows.values()) {
            total.passed += row.passed;
            total.failed += row.failed;
            total.skipped += row.skipped;
        }
        return total;
    }

    private static final class Row {
        private int passed;
        private int failed;
        private int skipped;
        private double seconds;
    }
}
