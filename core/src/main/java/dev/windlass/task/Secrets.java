package dev.windlass.task;

import java.util.regex.Pattern;

/**
 * Masks what looks like a secret. In the text of an exception before it is kept for as long as a dead letter is: drivers and clients put
 * whole connection strings and headers into their messages.
 */
public final class Secrets {
    private static final String MASK = "***";

    /** A name that tells, then = or :, then the value: up to the next space, comma, ampersand or quote, or the whole of a quoted one. */
    private static final Pattern NAMED = Pattern.compile(
            "(?i)((?:pass(?:word|wd|phrase)?|pwd|secret|token|api[_-]?key|authorization|card[_-]?number)[\"']?\\s{0,3}[=:]\\s{0,3}(?:bearer |basic )?)"
                    + "(?:\"[^\"]{0,2000}\"|'[^']{0,2000}'|[^\\s,;&\"']{1,2000})");

    /** A user with his password before the host of an address. */
    private static final Pattern IN_ADDRESS = Pattern.compile("(://[^\\s/:@]{1,200}:)[^\\s/@]{1,200}(@)");

    private Secrets() {}

    /** The text with each value that looks like a secret replaced by three stars. */
    public static String masked(String text) {
        var named = NAMED.matcher(text).replaceAll("$1" + MASK);
        return IN_ADDRESS.matcher(named).replaceAll("$1" + MASK + "$2");
    }
}
