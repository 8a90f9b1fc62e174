package dev.windlass.examples.catalog;

import java.util.regex.Pattern;

/** Rows as RFC 4180 asks: fields parted by commas, quoted where they must be, each row ended by CR LF. */
final class Csv {
    static final String HEADER = "path,bytes,sha256,type,lines,words\r\n";

    private static final Pattern SPECIAL = Pattern.compile("[,\"\r\n]");

    private Csv() {}

    /** What comes after the path of a file that was read. Lines and words are empty where it is not text. */
    static String facts(FileFacts facts) {
        var text = facts.text();
        var counts = text == null ? "," : text.lines() + "," + text.words();
        return "," + facts.bytes() + "," + facts.sha256() + "," + facts.type() + "," + counts + "\r\n";
    }

    /** What comes after the path of a file that is there and could not be read. */
    static String unread(long bytes) {
        return "," + bytes + ",,,,\r\n";
    }

    static String quoted(String field) {
        return SPECIAL.matcher(field).find() ? "\"" + field.replace("\"", "\"\"") + "\"" : field;
    }
}
