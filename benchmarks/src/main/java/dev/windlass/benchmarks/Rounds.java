package dev.windlass.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** What each subject did in each round. Used by one thread. */
final class Rounds {
    private final Map<String, List<Double>> rates = new LinkedHashMap<>();

    void add(String subject, double rate) {
        rates.computeIfAbsent(subject, name -> new ArrayList<>()).add(rate);
    }

    Spread of(String subject) {
        return Spread.of(rates.getOrDefault(subject, List.of()));
    }

    void forEach(BiConsumer<String, Spread> action) {
        rates.forEach((subject, all) -> action.accept(subject, Spread.of(all)));
    }

    /** The median of one subject in percent of another's. */
    double percent(String subject, String of) {
        return 100 * of(subject).median() / of(of).median();
    }
}
