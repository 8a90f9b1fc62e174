package dev.windlass.examples.catalog;

import dev.windlass.examples.catalog.Totals.Sum;
import java.io.PrintStream;
import java.util.Locale;

/** Prints a summary as a table. */
final class Report {
    private static final int MOST_TYPES = 20;
    private static final String LINE = "%-40.40s %12s %18s %15s %15s%n";

    private final PrintStream out;

    Report(PrintStream out) {
        this.out = out;
    }

    void print(Totals totals) {
        out.printf(LINE, "type", "files", "bytes", "lines", "words");
        totals.types().stream().limit(MOST_TYPES).forEach(this::print);
        var others = totals.types().size() - MOST_TYPES;
        if (others > 0) {
            out.println("and " + others + " types more");
        }
        print(totals.all());
        if (totals.unread() > 0) {
            out.printf(
                    "%,d could not be read%s:%n",
                    totals.unread(), totals.unread() > totals.examples().size() ? ", among them" : "");
            totals.examples()
                    .forEach(
                            unread -> out.println("  " + printable(unread.path()) + ": " + printable(unread.reason())));
        }
    }

    private void print(Sum sum) {
        out.printf(
                LINE,
                sum.type(),
                grouped(sum.files()),
                grouped(sum.bytes()),
                grouped(sum.lines()),
                grouped(sum.words()));
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** A name may hold what steers a terminal. */
    private static String printable(String text) {
        return text.isEmpty() ? "." : text.replaceAll("\\p{Cntrl}", "?");
    }
}
