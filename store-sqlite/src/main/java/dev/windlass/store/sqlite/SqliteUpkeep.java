package dev.windlass.store.sqlite;

import dev.windlass.store.Expired;
import dev.windlass.store.Keep;
import dev.windlass.store.Promoted;
import dev.windlass.store.Pruned;
import dev.windlass.store.Upkeep;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lets time pass for jobs. */
final class SqliteUpkeep implements Upkeep {
    static final String DUE = """
            select number, marks
            from windlass_life
            where state = 0 and due <= ?
            order by due
            limit ?
            """;

    /** Races with a cancel: only a job that is still SCHEDULED gets a place. */
    static final String PROMOTE = """
            update windlass_life
            set state = 1, since = ?, position = ?, due = null
            where number = ? and state = 0
            """;

    static final String NEXT = "select min(due) from windlass_life where state = 0";

    private final Writes writes;
    private final Pruning pruning;

    SqliteUpkeep(Writes writes) {
        this.writes = writes;
        this.pruning = new Pruning(writes);
    }

    @Override
    public Promoted promote(int limit) {
        return writes.write(turn -> {
            var due = due(turn, limit);
            if (!due.isEmpty()) {
                promote(turn, due);
            }
            return new Promoted(due.size(), next(turn));
        });
    }

    /** A job whose time has come, and whether its limits have a say. */
    private record Due(long number, boolean limited) {}

    private static List<Due> due(Turn turn, int limit) throws SQLException {
        var select = turn.statement(DUE);
        select.setLong(1, turn.micros());
        select.setInt(2, limit);
        var due = new ArrayList<Due>();
        try (var row = select.executeQuery()) {
            while (row.next()) {
                due.add(new Due(row.getLong(1), Mark.LIMITED.in(row.getInt(2))));
            }
        }
        return due;
    }

    private static void promote(Turn turn, List<Due> due) throws SQLException {
        var update = turn.statement(PROMOTE);
        for (var job : due) {
            update.setLong(1, turn.micros());
            update.setLong(2, turn.next());
            update.setLong(3, job.number());
            update.addBatch();
        }
        update.executeBatch();
        for (var job : due) {
            if (job.limited()) {
                Limiting.join(turn, job.number());
            }
        }
    }

    private static Optional<Duration> next(Turn turn) throws SQLException {
        try (var row = turn.statement(NEXT).executeQuery()) {
            row.next();
            return JobRows.number(row, 1).map(due -> Micros.duration(Math.max(0, due - turn.micros())));
        }
    }

    /** A commit and its consequences share a transaction, so there is never anything to settle. */
    @Override
    public List<Expired> expire(int limit, Keep keep) {
        return writes.write(turn -> ExpiryRows.expire(turn, limit, keep));
    }

    @Override
    public int settle(int limit) {
        return 0;
    }

    @Override
    public Pruned prune(int limit) {
        return pruning.prune(limit);
    }
}
