package dev.windlass.task;

import java.util.regex.Pattern;

/** The jobs that share a bound: those that name the same limit and the same key. */
public record LimitKey(String limit, String key) implements Comparable<LimitKey> {
    /** Longest key, in characters. */
    public static final int MOST_KEY = 200;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    public LimitKey {
        requireName(limit);
        Given.to("a limit", "a key", key);
        if (key.isBlank() || key.length() > MOST_KEY) {
            throw new IllegalArgumentException("a key of limit " + OneLine.quoted(limit) + " has " + key.length()
                    + " characters, it must have 1 to " + MOST_KEY
                    + " and not be blank; take a digest of what is longer");
        }
    }

    static void requireName(String limit) {
        if (!NAME.matcher(Given.to("a limit", "a name", limit)).matches()) {
            throw new IllegalArgumentException("limit name " + OneLine.quoted(limit) + " must match " + NAME.pattern()
                    + "; use letters, digits, dot, underscore and hyphen");
        }
    }

    /** The order in which all stores lock. */
    @Override
    public int compareTo(LimitKey other) {
        var byLimit = limit.compareTo(other.limit);
        return byLimit != 0 ? byLimit : key.compareTo(other.key);
    }

    /** As people write it. */
    @Override
    public String toString() {
        return limit + "=" + key;
    }
}
