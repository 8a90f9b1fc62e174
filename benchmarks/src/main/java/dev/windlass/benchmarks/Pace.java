package dev.windlass.benchmarks;

import java.util.Optional;

/** What one turn of a subject gave. */
record Pace(double perSecond, Optional<Cost> cost) {
    static Pace of(double perSecond) {
        return new Pace(perSecond, Optional.empty());
    }
}
