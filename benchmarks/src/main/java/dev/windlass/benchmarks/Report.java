package dev.windlass.benchmarks;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was measured: printed as it comes, and kept to be written at the end. Used by one thread. */
final class Report {
    private final PrintStream out;
    private final StringBuilder text = new StringBuilder();
    private final List<Figure> figures = new ArrayList<>();
    private final List<Floor> floors = new ArrayList<>();

    Report(PrintStream out) {
        this.out = out;
    }

    void line(String line) {
        text.append(line).append('\n');
        out.println(line);
        out.flush();
    }

    void heading(String name) {
        line("");
        line(name);
    }

    /** The median of a subject's rounds, and how far they lie apart. */
    void figure(String measure, String subject, Spread spread, String unit) {
        figures.add(new Figure(measure, subject, spread.median(), unit));
        var apart = "";
        if (!spread.isSingle()) {
            figures.add(new Figure(measure + ", lowest", subject, spread.lowest(), unit));
            figures.add(new Figure(measure + ", highest", subject, spread.highest(), unit));
            apart = "   (" + number(spread.lowest()) + " to " + number(spread.highest()) + ")";
        }
        line(String.format(
                Locale.ROOT, "  %-34s %-34s %12s %s%s", measure, subject, number(spread.median()), unit, apart));
    }

    void figure(String measure, String subject, double value, String unit) {
        figure(measure, subject, Spread.of(value), unit);
    }

    /** A promised number, met or missed. */
    void floor(Floor floor) {
        floors.add(floor);
        figures.add(new Figure("floor: " + floor.what(), floor.met() ? "met" : "missed", floor.value(), floor.unit()));
        line("  " + sentence(floor));
    }

    /** All promised numbers once more, together. */
    void floors() {
        heading("floors");
        floors.forEach(floor -> line("  " + sentence(floor)));
    }

    private static String sentence(Floor floor) {
        var bound = switch (floor.sense()) {
            case AT_LEAST -> "at least ";
            case AT_MOST -> "at most ";
        };
        return String.format(
                Locale.ROOT,
                "%-6s  %s: %s %s, %s%s",
                floor.met() ? "met" : "MISSED",
                floor.what(),
                number(floor.value()),
                floor.unit(),
                bound,
                number(floor.bound()));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%,.0f" : "%.2f", value);
    }

    void writeJson(Path file) throws IOException {
        Files.writeString(
                file,
                JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(figures) + "\n");
    }

    void writeText(Path file) throws IOException {
        var directory = file.getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        Files.writeString(file, text);
    }
}
