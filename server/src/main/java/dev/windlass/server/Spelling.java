package dev.windlass.server;

/** How near words are to each other. */
final class Spelling {
    private Spelling() {}

    /** Levenshtein's distance: how many letters have to change to get from one word to the other. */
    static int distance(String from, String to) {
        var row = new int[to.length() + 1];
        for (var j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (var i = 1; i <= from.length(); i++) {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.length(); j++) {
                var change = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
