package dev.windlass.store.contract.simulation;

import dev.windlass.store.LeaseKey;
import dev.windlass.task.Rate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The starts under one rate. In any window of length t there are at most burst + t · count / period of them. */
final class Starts {
    private final String where;
    private final List<Start> past = new ArrayList<>();

    private record Start(LeaseKey lease, Instant at) {}

    /** @param where what has the rate, for people */
    Starts(String where) {
        this.where = where;
    }

    void begun(LeaseKey lease, Rate rate, Instant now) {
        past.add(new Start(lease, now));
        for (var first = 0; first < past.size(); first++) {
            var window = Duration.between(past.get(first).at(), now);
            var over = past.size() - first - rate.burst();
            if (over > 0
                    && window.multipliedBy(rate.count()).compareTo(rate.per().multipliedBy(over)) < 0) {
                throw new Violation(past.size() - first + " starts " + where + " within " + window + ", the rate is "
                        + rate + ": " + past.subList(first, past.size()));
            }
        }
    }

    /** An attempt was given back before it began: no start after all. */
    void never(LeaseKey lease) {
        past.removeIf(start -> start.lease().equals(lease));
    }
}
