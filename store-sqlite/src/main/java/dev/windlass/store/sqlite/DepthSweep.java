package dev.windlass.store.sqlite;

import dev.windlass.store.Depth;
import dev.windlass.store.Repair;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts what stands in queues with a bound, and compares it with what they are said to hold. One statement reads both, so they are of
 * one moment, whatever moves meanwhile; the difference is as true when it is written. Looks through all jobs, and only where a queue has
 * a bound.
 */
final class DepthSweep implements Sweep {
    private static final String COUNTED = """
            select q.number, coalesce(c.jobs, 0) - q.jobs, coalesce(c.bytes, 0) - q.bytes, coalesce(c.unmarked, 0)
            from windlass_queue q left join (
                select l.queue, sum(l.marks & 8 <> 0) as jobs, sum(l.marks & 8 = 0) as unmarked,
                    sum(case when l.marks & 8 then %s else 0 end) as bytes
                from windlass_life l join windlass_job j on j.number = l.number
                where l.state < 4
                group by l.queue) c on c.queue = q.number
            """.formatted(Depths.BYTES);

    private final Writes writes;
    private final Readers readers;
    private boolean over;

    /** What a queue is said to hold too little, and jobs of which it does not know. */
    private record Gap(int queue, Depth missing, boolean unmarked) {}

    DepthSweep(Writes writes, Readers readers) {
        this.writes = writes;
        this.readers = readers;
    }

    @Override
    public void begin() {
        over = false;
    }

    @Override
    public boolean isOver() {
        return over;
    }

    @Override
    public List<Repair> next(int limit) {
        over = true;
        var gaps = readers.read(DepthSweep::look);
        return gaps.isEmpty() ? List.of() : writes.write(turn -> heal(turn, gaps));
    }

    private static List<Gap> look(Reader reader) throws SQLException {
        var bounded = new ArrayList<Integer>();
        try (var row = reader.statement(KeptQueue.EVERY).executeQuery()) {
            while (row.next()) {
                var queue = KeptQueue.read(row, reader.text(row.getInt(1)));
                if (queue.rules().bounds().canBeFull()) {
                    bounded.add(queue.number());
                }
            }
        }
        return bounded.isEmpty() ? List.of() : gaps(reader, bounded);
    }

    private static List<Gap> gaps(Reader reader, List<Integer> bounded) throws SQLException {
        var gaps = new ArrayList<Gap>();
        try (var row = reader.statement(COUNTED).executeQuery()) {
            while (row.next()) {
                var gap = new Gap(
                        row.getInt(1),
                        new Depth(row.getLong(2), row.getLong(3)),
                        row.getLong(4) > 0 && bounded.contains(row.getInt(1)));
                if (gap.unmarked() || !gap.missing().equals(Depth.NONE)) {
                    gaps.add(gap);
                }
            }
        }
        return gaps;
    }

    private static List<Repair> heal(Turn turn, List<Gap> gaps) throws SQLException {
        var repairs = new ArrayList<Repair>();
        for (var gap : gaps) {
            Depths.add(turn, gap.queue(), gap.missing());
            if (gap.unmarked()) {
                Depths.count(turn, gap.queue(), uncounted(turn, gap.queue()));
            }
            repairs.add(Repairs.keep(
                    turn,
                    "a queue that is said to hold other jobs than it does",
                    "queue " + turn.text(gap.queue()),
                    "counted anew"));
        }
        return repairs;
    }

    /** All of them at once: only a hand can have taken their marks. */
    private static List<Long> uncounted(Turn turn, int queue) throws SQLException {
        var select = turn.statement(Counting.STANDING);
        select.setLong(1, 0);
        select.setInt(2, queue);
        select.setInt(3, -1);
        var found = new ArrayList<Long>();
        try (var row = select.executeQuery()) {
            while (row.next()) {
                found.add(row.getLong(1));
            }
        }
        return found;
    }
}
