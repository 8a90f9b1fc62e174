package dev.windlass.task;

/** The jobs that share a bound: those that name the same limit and the same key. */
public record LimitKey(String limit, String key) implements Comparable<LimitKey> {
    /** Longest key, in characters. */
    public static final int MOST_KEY = 200;

    public LimitKey {
        Task.requireName(limit);
        if (key.isBlank() || key.length() > MOST_KEY) {
            throw new IllegalArgumentException(
                    "a key of limit \"" + limit + "\" has " + key.length() + " characters, it must have 1 to "
                            + MOST_KEY + " and not be blank; take a digest of what is longer");
        }
    }

    /** The order in which all stores lock. */
    @Override
    public int compareTo(LimitKey other) {
        var byLimit = limit.compareTo(other.limit);
        return byLimit != 0 ? byLimit : key.compareTo(other.key);
    }
}
