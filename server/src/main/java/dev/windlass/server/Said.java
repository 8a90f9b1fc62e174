package dev.windlass.server;

import dev.windlass.task.OneLine;
import java.util.HashSet;
import java.util.stream.Stream;

/** Options that may be given again and again: of two that say the same, one may be a slip. */
final class Said {
    private Said() {}

    /** Refuses an option that names the same thing again. */
    static void once(String option, Stream<String> names) {
        var seen = new HashSet<String>();
        names.filter(name -> !seen.add(name)).findFirst().ifPresent(again -> {
            throw new IllegalArgumentException(option + " names " + OneLine.quoted(again) + " twice; leave one out");
        });
    }
}
