package dev.windlass.task;

import java.util.regex.Pattern;

/**
 * Text from outside as one line. Line breaks, other control characters, marks of direction and halves of characters are written as Java
 * would, {@code \\n} and {@code \\u202e}: so no name and no message can forge a line of a log, move a cursor, or show something else
 * than is there.
 */
public final class OneLine {
    private static final Pattern HOSTILE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}\\p{Zl}\\p{Zp}]");

    private OneLine() {}

    /** The text itself, where nothing in it is hostile. */
    public static String of(String text) {
        return HOSTILE.matcher(text).replaceAll(found -> "\\\\" + escape(found.group()));
    }

    /** The same between quotes. */
    public static String quoted(String text) {
        return '"' + of(text) + '"';
    }

    private static String escape(String hostile) {
        return switch (hostile) {
            case "\n" -> "n";
            case "\r" -> "r";
            case "\t" -> "t";
            default -> String.format("u%04x", hostile.codePointAt(0));
        };
    }
}
