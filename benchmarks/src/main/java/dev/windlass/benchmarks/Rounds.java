package dev.windlass.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What each subject did in each round. Used by one thread. */
final class Rounds {
    private static final double NEGLIGIBLE = 0.02;

    private final Map<String, List<Pace>> paces = new LinkedHashMap<>();

    void add(String subject, Pace pace) {
        paces.computeIfAbsent(subject, name -> new ArrayList<>()).add(pace);
    }

    Spread of(String subject) {
        return spread(paces.getOrDefault(subject, List.of()), Pace::perSecond);
    }

    /** Tells how fast each subject was, and then what each job cost its database, where it counts. */
    void tell(Report report, String measure) {
        paces.forEach((subject, all) -> report.figure(measure, subject, spread(all, Pace::perSecond), "jobs/s"));
        cost(report, measure + ", WAL", "bytes/job", Cost::walBytes);
        cost(report, measure + ", commits", "per 1,000 jobs", each -> each.commits() * 1_000);
        cost(report, measure + ", page images", "pages/job", Cost::pageImages);
    }

    /** Page images are told only where a checkpoint came between: there the bytes are not those of the jobs alone. */
    private void cost(Report report, String measure, String unit, ToDoubleFunction<Cost> value) {
        paces.forEach((subject, all) -> {
            var spread =
                    spread(all.stream().flatMap(pace -> pace.cost().stream()).toList(), value);
            if (spread.highest() > NEGLIGIBLE) {
                report.figure(measure, subject, spread, unit);
            }
        });
    }

    private static <T> Spread spread(List<T> all, ToDoubleFunction<T> value) {
        return Spread.of(all.stream().map(value::applyAsDouble).toList());
    }

    /** The median of one subject in percent of another's. */
    double percent(String subject, String of) {
        return 100 * times(subject, of);
    }

    /** How many times another's median the median of one subject is. */
    double times(String subject, String of) {
        return of(subject).median() / of(of).median();
    }
}
