package dev.windlass.store.sqlite;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes what is kept no longer, by a look that rolls over all rows and goes on where it stopped. An index by the end of keeping
 * would make every finish dearer to save a scan that has all the time in the world.
 *
 * <p>Belongs to the thread that writes.
 */
final class Pruning {
    /** Rows of ended workers are kept this long for people to look at. */
    private static final Duration KEEP_WORKERS = Duration.ofDays(1);

    static final String LOOK = """
            select number, keep_until <= ? and state >= 4
            from life
            where number > ?
            order by number
            limit ?
            """;
    private static final List<String> REMOVE = List.of(
            "delete from attempt where job = ?",
            "delete from checkpoint where job = ?",
            "delete from log where job = ?",
            "delete from life where number = ?",
            "delete from job where number = ?");

    /** Not while a lease hangs on the row: the rescue finds it by the row. */
    static final String WORKERS = """
            delete from worker
            where ended < ? and not exists (select 1 from life l where l.state = 2 and l.worker = worker.id)
            """;

    private long seen;

    int prune(Turn turn, int limit) throws SQLException {
        pruneWorkers(turn);
        var over = look(turn, limit);
        for (var sql : REMOVE) {
            var delete = turn.statement(sql);
            for (var number : over) {
                delete.setLong(1, number);
                delete.addBatch();
            }
            if (!over.isEmpty()) {
                delete.executeBatch();
            }
        }
        return over.size();
    }

    private List<Long> look(Turn turn, int limit) throws SQLException {
        var select = turn.statement(LOOK);
        select.setLong(1, turn.micros());
        select.setLong(2, seen);
        select.setInt(3, limit);
        var over = new ArrayList<Long>();
        var looked = 0;
        try (var row = select.executeQuery()) {
            for (; row.next(); looked++) {
                seen = row.getLong(1);
                if (row.getBoolean(2)) {
                    over.add(seen);
                }
            }
        }
        if (looked < limit) {
            seen = 0;
        }
        return over;
    }

    private static void pruneWorkers(Turn turn) throws SQLException {
        var delete = turn.statement(WORKERS);
        delete.setLong(1, Micros.floor(turn.now().minus(KEEP_WORKERS)));
        delete.executeUpdate();
    }
}
