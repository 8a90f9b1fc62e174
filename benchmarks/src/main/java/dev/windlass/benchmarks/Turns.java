package dev.windlass.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Subjects that take turns, round by round: whatever slows the machine for a while slows all of them. Each has one turn before
 * the first round that does not count, in which the JVM compiles it.
 */
final class Turns {
    private final Map<String, Turn> subjects = new LinkedHashMap<>();

    /** One turn of a subject. */
    interface Turn {
        Pace take() throws Exception;
    }

    Turns with(String subject, Turn turn) {
        subjects.put(subject, turn);
        return this;
    }

    Rounds take(int rounds) throws Exception {
        var taken = new Rounds();
        for (var round = -1; round < rounds; round++) {
            for (var subject : subjects.entrySet()) {
                var pace = subject.getValue().take();
                if (round >= 0) {
                    taken.add(subject.getKey(), pace);
                }
            }
        }
        return taken;
    }
}
