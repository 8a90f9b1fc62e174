package dev.windlass.store.sqlite;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Counts what stands in queues that are about to get their first bound, before they have it: in steps, so that others write in between.
 * In one transaction a million jobs held the write lock for 2.6 s, where no step held it for more than 0.6 s; all of them take longer.
 *
 * <p>From its beginning on whatever enters such a queue is counted as if the bound were there, so only what stood there before is
 * looked for. A count that breaks off leaves marks and numbers that agree, and the next one goes on from them.
 *
 * <p>Safe for all threads; one counts at a time.
 */
final class Counting {
    /** Jobs that one transaction counts. */
    private static final int STEP = 1_000;

    static final String STANDING = """
            select number
            from windlass_life
            where number > ? and queue = ? and state < 4 and marks & 8 = 0
            order by number
            limit ?
            """;

    private final Writes writes;
    private final Readers readers;

    Counting(Writes writes, Readers readers) {
        this.writes = writes;
        this.readers = readers;
    }

    /** A change of the rules of one queue. */
    record Change(String queue, UnaryOperator<KeptQueue> rules) {}

    /** Writes the changes after everything was counted that they need. */
    synchronized <T> T before(List<Change> changes, Supplier<T> write) {
        var begun = new TreeSet<Integer>();
        T answer;
        try {
            count(changes, begun);
            answer = write.get();
        } catch (RuntimeException | Error e) {
            endAfter(e, begun);
            throw e;
        }
        end(begun);
        return answer;
    }

    private void count(List<Change> changes, Set<Integer> begun) {
        for (var change : changes) {
            var queue = writes.write(turn -> begin(turn, change));
            if (queue.isPresent()) {
                begun.add(queue.getAsInt());
                countAll(queue.getAsInt());
            }
        }
    }

    /** What keeps the end from being written has mostly kept the rest from it, and says less. */
    private void endAfter(Throwable cause, Set<Integer> begun) {
        try {
            end(begun);
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    /** The queue, if the change bounds it and it was not bounded before. */
    private static OptionalInt begin(Turn turn, Change change) throws SQLException {
        var known = KeptQueue.find(turn, turn.number(change.queue()));
        if (known.rules().bounds().canBeFull()
                || !change.rules().apply(known).rules().bounds().canBeFull()) {
            return OptionalInt.empty();
        }
        if (known.equals(KeptQueue.unknown(known.number(), known.name()))) {
            SqliteQueues.requireRoom(turn, known);
            // Numbers are kept in its row, from the first job on.
            known.write(turn);
        }
        turn.ruled().count(known.number());
        return OptionalInt.of(known.number());
    }

    private void countAll(int queue) {
        var last = 0L;
        var found = standing(queue, last);
        while (!found.isEmpty()) {
            var step = found;
            writes.write(turn -> Depths.count(turn, queue, step));
            last = found.get(found.size() - 1);
            found = standing(queue, last);
        }
    }

    private List<Long> standing(int queue, long after) {
        return readers.read(reader -> {
            var select = reader.statement(STANDING);
            select.setLong(1, after);
            select.setInt(2, queue);
            select.setInt(3, STEP);
            var found = new ArrayList<Long>();
            try (var row = select.executeQuery()) {
                while (row.next()) {
                    found.add(row.getLong(1));
                }
            }
            return found;
        });
    }

    /** The bound holds by now and has everything counted, or it did not come. */
    private void end(Set<Integer> queues) {
        if (queues.isEmpty()) {
            return;
        }
        writes.write(turn -> {
            queues.forEach(turn.ruled()::countNoMore);
            return queues.size();
        });
    }
}
