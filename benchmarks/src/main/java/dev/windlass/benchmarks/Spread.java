package dev.windlass.benchmarks;

import java.util.List;

/** What the rounds of one subject gave. */
record Spread(double median, double lowest, double highest) {
    /** Nothing at all is nothing. */
    static Spread of(List<Double> rounds) {
        if (rounds.isEmpty()) {
            return of(0);
        }
        var sorted = rounds.stream().sorted().toList();
        return new Spread(sorted.get(sorted.size() / 2), sorted.get(0), sorted.get(sorted.size() - 1));
    }

    static Spread of(double only) {
        return new Spread(only, only, only);
    }

    boolean isSingle() {
        return lowest == highest;
    }
}
