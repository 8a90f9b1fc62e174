package dev.windlass.store.sqlite;

import dev.windlass.store.Depth;
import dev.windlass.task.QueueBounds;
import dev.windlass.task.Serving;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The queues that the store itself keeps to rules, as the transaction that writes sees them. Most stores have none; then a claim and
 * an accept ask nobody. Kept in memory between transactions, since nobody else writes to the file, and read anew after a change
 * and after an undone transaction.
 *
 * <p>Belongs to the thread that writes. Of what it holds, rules and pause are true; the bucket and the depth are in the row.
 */
final class Ruled {
    private Map<Integer, KeptQueue> queues = Map.of();
    private boolean stale = true;

    /** Queues that are to have a bound as soon as all in them is counted: what enters them is counted already. */
    private final Set<Integer> counting = new HashSet<>();

    boolean isEmpty(Turn turn) throws SQLException {
        return queues(turn).isEmpty() && counting.isEmpty();
    }

    Optional<KeptQueue> find(Turn turn, int number) throws SQLException {
        return Optional.ofNullable(queues(turn).get(number));
    }

    /** Whether what enters and leaves a queue is counted. */
    boolean counts(Turn turn, int number) throws SQLException {
        return counting.contains(number)
                || find(turn, number)
                        .filter(kept -> kept.rules().bounds().canBeFull())
                        .isPresent();
    }

    void count(int number) {
        counting.add(number);
    }

    void countNoMore(int number) {
        counting.remove(number);
    }

    /** Numbers of the queues that are paused. */
    List<Integer> paused(Turn turn) throws SQLException {
        return queues(turn).values().stream()
                .filter(KeptQueue::paused)
                .map(KeptQueue::number)
                .toList();
    }

    private Map<Integer, KeptQueue> queues(Turn turn) throws SQLException {
        if (stale) {
            queues = read(turn);
            stale = false;
        }
        return queues;
    }

    private static Map<Integer, KeptQueue> read(Turn turn) throws SQLException {
        var found = new HashMap<Integer, KeptQueue>();
        try (var row = turn.statement(KeptQueue.EVERY).executeQuery()) {
            while (row.next()) {
                var queue = KeptQueue.read(row, turn.text(row.getInt(1)));
                if (isRuled(queue)) {
                    found.put(queue.number(), queue);
                }
            }
        }
        return found;
    }

    private static boolean isRuled(KeptQueue queue) {
        var rules = queue.rules();
        // What a bound that was lifted has counted is counted until it has left.
        return queue.paused()
                || !rules.bounds().equals(QueueBounds.NONE)
                || rules.serving() == Serving.STRICT
                || !queue.depth().equals(Depth.NONE);
    }

    void forget() {
        stale = true;
    }
}
