package dev.windlass.examples.catalog;

import java.util.ArrayList;
import java.util.List;

/** Reads RFC 4180 strictly, and apart from the code that writes it: any other form is an error. */
final class CsvReader {
    private final String text;
    private int at;

    private CsvReader(String text) {
        this.text = text;
    }

    static List<List<String>> read(String text) {
        var reader = new CsvReader(text);
        var rows = new ArrayList<List<String>>();
        while (reader.at < text.length()) {
            rows.add(reader.row());
        }
        return rows;
    }

    private List<String> row() {
        var fields = new ArrayList<String>();
        fields.add(field());
        while (next() == ',') {
            at++;
            fields.add(field());
        }
        expect('\r');
        expect('\n');
        return fields;
    }

    private String field() {
        return next() == '"' ? quoted() : plain();
    }

    private String quoted() {
        var field = new StringBuilder();
        expect('"');
        while (true) {
            var letter = next();
            at++;
            if (letter != '"') {
                field.append(letter);
            } else if (at < text.length() && next() == '"') {
                field.append('"');
                at++;
            } else {
                return field.toString();
            }
        }
    }

    private String plain() {
        var from = at;
        while (",\r\n\"".indexOf(next()) < 0) {
            at++;
        }
        return text.substring(from, at);
    }

    private char next() {
        if (at == text.length()) {
            throw new IllegalArgumentException("the file ends within a row");
        }
        return text.charAt(at);
    }

    private void expect(char letter) {
        if (next() != letter) {
            throw new IllegalArgumentException("expected " + (int) letter + " at " + at + ", found " + (int) next());
        }
        at++;
    }
}
