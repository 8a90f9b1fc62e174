package dev.windlass.store.sqlite;

import dev.windlass.store.Depth;
import dev.windlass.store.Repair;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Counts what stands in queues with a bound, in the order of the jobs' numbers, and compares it in the end with what the queues are said
 * to hold. {@link Recount} keeps the sum true while jobs move. Jobs of a bounded queue of which it does not know are counted at once,
 * since only a hand can have taken their marks. Where no queue has a bound, it looks at nothing.
 *
 * <p>On the writer, because a sum is of one moment only together with all that moves; a thousand jobs take it about a millisecond.
 */
final class DepthWalk implements Sweep.Walk<Long> {
    private static final String STRETCH = """
            select queue, count(*), max(number), sum(counted), sum(open and not counted), sum(bytes)
            from (
                select l.number, l.queue, l.state < 4 as open, l.state < 4 and l.marks & 8 <> 0 as counted,
                    case when l.state < 4 and l.marks & 8
                        then (select %s from windlass_job j where j.number = l.number)
                        else 0
                    end as bytes
                from windlass_life l
                where l.number > ?
                order by l.number
                limit ?)
            group by queue
            """.formatted(Depths.BYTES);
    private static final String UNCOUNTED = """
            select number
            from windlass_life
            where number > ? and number <= ? and queue = ? and state < 4 and marks & 8 = 0
            """;

    /**
     * How often one round may begin anew. A transaction that lends the connection and replaces a counted job makes it do so, and as long
     * as such come at each of his calls the auditor would never end his round, nor begin another over all the other rows.
     */
    private static final int MOST_RESTARTS = 3;

    private final Writes writes;
    private final Readers readers;
    private int restarts;

    /** Queues of which this round has told. */
    private final Set<Integer> told = new HashSet<>();

    /** What a stretch holds of one queue. */
    private record Found(int queue, long rows, long last, Depth counted, long uncounted) {}

    DepthWalk(Writes writes, Readers readers) {
        this.writes = writes;
        this.readers = readers;
    }

    @Override
    public void begin() {
        told.clear();
        restarts = 0;
    }

    @Override
    public Sweep.Stretch<Long> walk(Long after, int limit) {
        if (after == 0 && !readers.read(DepthWalk::anyIsBounded)) {
            return new Sweep.Stretch<>(after, true, List.of());
        }
        var step = writes.write(turn -> new Step(turn, Set.copyOf(told)).take(after, limit));
        told.addAll(step.wrong);
        restarts += step.isGivenUp ? 1 : 0;
        // The next round counts from the beginning.
        return restarts > MOST_RESTARTS ? new Sweep.Stretch<>(0L, true, List.of()) : step.stretch();
    }

    private static boolean anyIsBounded(Reader reader) throws SQLException {
        try (var row = reader.statement(KeptQueue.EVERY).executeQuery()) {
            while (row.next()) {
                var queue = KeptQueue.read(row, reader.text(row.getInt(1)));
                if (queue.rules().bounds().canBeFull()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** One stretch, in its transaction. */
    private static final class Step {
        private final Turn turn;
        private final Recount recount;
        private final Set<Integer> told;
        private final Set<Integer> wrong = new HashSet<>();
        private final List<Repair> repairs = new ArrayList<>();
        private long last;
        private boolean isLast;
        private boolean isGivenUp;

        Step(Turn turn, Set<Integer> told) {
            this.turn = turn;
            this.recount = turn.recount();
            this.told = told;
        }

        Sweep.Stretch<Long> stretch() {
            return new Sweep.Stretch<>(last, isLast, repairs);
        }

        Step take(long after, int limit) throws SQLException {
            if (after == 0) {
                recount.begin();
            } else if (!recount.isAt(after)) {
                // The next call begins anew.
                isGivenUp = true;
                return this;
            }
            var rows = count(after, limit);
            isLast = rows < limit;
            if (isLast) {
                compare();
                recount.end();
            } else {
                recount.reach(last);
            }
            return this;
        }

        /** Answers how many rows there were. */
        private long count(long after, int limit) throws SQLException {
            var stretch = look(after, limit);
            last = stretch.stream().mapToLong(Found::last).max().orElse(after);
            if (countMissing(after, stretch)) {
                stretch = look(after, limit);
            }
            for (var found : stretch) {
                recount.add(found.queue(), found.counted());
            }
            return stretch.stream().mapToLong(Found::rows).sum();
        }

        private List<Found> look(long after, int limit) throws SQLException {
            var select = turn.statement(STRETCH);
            select.setLong(1, after);
            select.setInt(2, limit);
            var found = new ArrayList<Found>();
            try (var row = select.executeQuery()) {
                while (row.next()) {
                    var counted = new Depth(row.getLong(4), row.getLong(6));
                    found.add(new Found(row.getInt(1), row.getLong(2), row.getLong(3), counted, row.getLong(5)));
                }
            }
            return found;
        }

        /** Counts those of the stretch of which their queue does not know. Answers whether there were any. */
        private boolean countMissing(long after, List<Found> stretch) throws SQLException {
            var any = false;
            for (var found : stretch) {
                if (found.uncounted() > 0 && isBounded(found.queue())) {
                    Depths.count(turn, found.queue(), uncounted(after, found.queue()));
                    tell(found.queue());
                    any = true;
                }
            }
            return any;
        }

        private boolean isBounded(int queue) throws SQLException {
            return turn.ruled()
                    .find(turn, queue)
                    .filter(kept -> kept.rules().bounds().canBeFull())
                    .isPresent();
        }

        private List<Long> uncounted(long after, int queue) throws SQLException {
            var select = turn.statement(UNCOUNTED);
            select.setLong(1, after);
            select.setLong(2, last);
            select.setInt(3, queue);
            var found = new ArrayList<Long>();
            try (var row = select.executeQuery()) {
                while (row.next()) {
                    found.add(row.getLong(1));
                }
            }
            return found;
        }

        /** All jobs are counted. */
        private void compare() throws SQLException {
            for (var queue : queues()) {
                var missing = recount.of(queue.number()).minus(queue.depth());
                if (!missing.equals(Depth.NONE)) {
                    Depths.add(turn, queue.number(), missing);
                    tell(queue.number());
                }
            }
        }

        private List<KeptQueue> queues() throws SQLException {
            var queues = new ArrayList<KeptQueue>();
            try (var row = turn.statement(KeptQueue.EVERY).executeQuery()) {
                while (row.next()) {
                    queues.add(KeptQueue.read(row, turn.text(row.getInt(1))));
                }
            }
            return queues;
        }

        private void tell(int queue) throws SQLException {
            if (!told.contains(queue) && wrong.add(queue)) {
                repairs.add(Repairs.keep(
                        turn,
                        "a queue that is said to hold other jobs than it does",
                        "queue " + turn.text(queue),
                        "counted anew"));
            }
        }
    }
}
