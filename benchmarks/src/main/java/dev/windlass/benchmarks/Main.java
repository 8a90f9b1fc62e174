package dev.windlass.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** {@code ./bench sqlite} and {@code ./bench postgres}: takes the measurements and says which promised numbers were met. */
public final class Main {
    private static final int MISUSE = 2;

    private Main() {}

    public static void main(String[] words) throws Exception {
        if (List.of(words).contains("--help")) {
            System.out.println(Arguments.USAGE);
            return;
        }
        try {
            measure(Arguments.parse(words));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.println(Arguments.USAGE);
            System.exit(MISUSE);
        }
    }

    private static void measure(Arguments arguments) throws Exception {
        var report = new Report(System.out);
        var now = ZonedDateTime.now(ZoneOffset.UTC);
        var directory = arguments.directory().orElse(arguments.root().resolve("benchmarks/target/measured"));
        var suite = arguments.suite();
        try (var workspace = Workspace.in(directory);
                var databases = suite.open(workspace)) {
            report.line("windlass  bench " + suite.name() + ", " + now.format(DateTimeFormatter.ISO_LOCAL_DATE));
            Machine.describe(arguments.root(), workspace, report);
            databases.describe(report);
            report.line("settings  defaults; " + arguments.scale());
            var setting = new Setting(workspace, databases, arguments.scale());
            for (var measure : suite.measures()) {
                if (arguments.wants(measure)) {
                    report.heading(measure.name());
                    measure.take(setting, report);
                    databases.clear();
                }
            }
            report.floors();
        }
        keep(arguments, report, now);
    }

    private static void keep(Arguments arguments, Report report, ZonedDateTime now) throws IOException {
        if (arguments.json().isPresent()) {
            report.writeJson(arguments.json().get());
        }
        if (arguments.keeps()) {
            var name = arguments.suite().name() + "-"
                    + now.format(DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmm", Locale.ROOT)) + ".txt";
            var file = arguments.root().resolve(Path.of("docs", "measurements", name));
            report.writeText(file);
            System.out.println("kept in " + file);
        }
    }
}
