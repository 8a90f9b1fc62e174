package dev.windlass.store.sqlite;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * In which lines ready jobs stand, for as long as the transaction moves none into one. All lines of a queue are asked for at once,
 * which costs as much as one of them: a plan names a queue's lanes up to eight times, and mostly one of them has jobs.
 */
final class ReadyLines {
    static final String LINES = """
            with lines (line) as (values (0), (1), (2), (3), (4), (5), (6), (7))
            select coalesce(sum(1 << line), 0)
            from lines
            where exists (
                select 1
                from windlass_life l
                where l.state = 1 and l.queue = ? and l.line = lines.line and l.position > 0)
            """;

    private final Turn turn;

    /** A bit for each line that is not empty, by queue. */
    private final Map<Integer, Integer> byQueue = new HashMap<>();

    ReadyLines(Turn turn) {
        this.turn = turn;
    }

    boolean in(int queue, int line) throws SQLException {
        var lines = byQueue.get(queue);
        if (lines == null) {
            lines = ask(queue);
            byQueue.put(queue, lines);
        }
        return (lines & 1 << line) != 0;
    }

    private int ask(int queue) throws SQLException {
        var select = turn.statement(LINES);
        select.setInt(1, queue);
        try (var row = select.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }

    /** The line has nothing more to give. */
    void done(int queue, int line) {
        byQueue.computeIfPresent(queue, (number, lines) -> lines & ~(1 << line));
    }
}
