package dev.windlass.store.memory;

import dev.windlass.store.Count;
import dev.windlass.store.Statistic;
import dev.windlass.store.StatisticsQuery;
import dev.windlass.store.StatisticsStore;
import dev.windlass.store.WorkerId;
import dev.windlass.task.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Numbers about runs. */
final class MemoryStatistics implements StatisticsStore {
    private final Ledger ledger;
    private final Deque<Row> rows = new ArrayDeque<>();

    /** The last append of each worker that has one among the rows. */
    private final Map<WorkerId, Long> appends = new HashMap<>();

    private record Row(Instant at, WorkerId worker, Count count) {}

    /** Of what the sums are made, in the order in which they are shown. */
    private record Key(Instant from, String queue, String task, Outcome outcome) {
        static final Comparator<Key> ORDER = Comparator.comparing(Key::from)
                .thenComparing(Key::queue)
                .thenComparing(Key::task)
                .thenComparing(Key::outcome);
    }

    MemoryStatistics(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public void append(WorkerId worker, long number, List<Count> counts) {
        StatisticsStore.requireWithinLimits(counts);
        synchronized (ledger) {
            if (appends.getOrDefault(worker, 0L) >= number) {
                return;
            }
            var now = ledger.now();
            appends.put(worker, number);
            counts.forEach(count -> rows.addLast(new Row(now, worker, count)));
            cut(now.minus(StatisticsQuery.LONGEST));
        }
    }

    private void cut(Instant since) {
        while (rows.size() > MOST_COUNTS
                || (!rows.isEmpty() && rows.getFirst().at().isBefore(since))) {
            rows.removeFirst();
        }
        if (rows.isEmpty()) {
            appends.clear();
        }
    }

    @Override
    public List<Statistic> read(StatisticsQuery query) {
        synchronized (ledger) {
            var since = begin(ledger.now().minus(query.last()), query.slice());
            var sums = new TreeMap<Key, Count>(Key.ORDER);
            for (var row : rows) {
                if (!row.at().isBefore(since)) {
                    var count = row.count();
                    var key = new Key(begin(row.at(), query.slice()), count.queue(), count.task(), count.outcome());
                    sums.merge(key, count, Count::plus);
                }
            }
            return sums.entrySet().stream()
                    .map(sum -> new Statistic(sum.getKey().from(), sum.getValue()))
                    .toList();
        }
    }

    /** The beginning of the slice in which an instant lies. */
    private static Instant begin(Instant at, Duration slice) {
        var since = Duration.between(Instant.EPOCH, at);
        return Instant.EPOCH.plus(slice.multipliedBy(since.dividedBy(slice)));
    }
}
