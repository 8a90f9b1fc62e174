package dev.windlass.docs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A table of a page. */
record Table(List<String> columns, List<Row> rows) {
    /** One line of a table; every row has as many cells as the table has columns. */
    record Row(int line, List<String> cells) {
        String first() {
            return cells.get(0);
        }
    }

    static List<Table> in(Document document) {
        var tables = new ArrayList<Table>();
        var prose = document.prose();
        for (var at = 0; at < prose.size(); at++) {
            if (isRow(prose.get(at))) {
                var table = read(document, at);
                tables.add(table);
                at += 1 + table.rows().size();
            }
        }
        return List.copyOf(tables);
    }

    private static Table read(Document document, int top) {
        var prose = document.prose();
        var columns = cells(prose.get(top));
        var rows = new ArrayList<Row>();
        for (var at = top + 2; at < prose.size() && isRow(prose.get(at)); at++) {
            var cells = cells(prose.get(at));
            if (cells.size() != columns.size()) {
                throw new AssertionError(document.complaint(
                        at + 1, "the row has " + cells.size() + " cells, the table " + columns.size() + " columns"));
            }
            rows.add(new Row(at + 1, cells));
        }
        return new Table(columns, List.copyOf(rows));
    }

    private static boolean isRow(String line) {
        return line.startsWith("|");
    }

    private static List<String> cells(String line) {
        var inner = line.strip().replaceAll("^\\||\\|$", "");
        return Arrays.stream(inner.split("\\|", -1)).map(String::strip).toList();
    }
}
