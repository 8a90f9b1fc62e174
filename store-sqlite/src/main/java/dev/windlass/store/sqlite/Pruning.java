package dev.windlass.store.sqlite;

import dev.windlass.store.Pruned;
import dev.windlass.task.JobState;
import dev.windlass.task.Queue;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Removes what is kept no longer, a stretch of the table at a call. What has not ended by now is kept for another hour at least, so a
 * look tells when the next one at the same rows is worth while; {@link Forecast} remembers it. A look that only rolled over the table
 * fell behind for ever once rows came faster than it went.
 */
final class Pruning {
    /** Rows of ended workers are kept this long for people to look at. */
    private static final Duration KEEP_WORKERS = Duration.ofDays(1);

    /** So much later than they might, rows may go: a call then finds many of them, instead of one after the other. */
    private static final Duration LATE = Duration.ofMinutes(1);

    static final String LOOK = """
            select number, state, keep_until
            from windlass_life
            where number > ? and number <= ?
            order by number
            limit ?
            """;
    static final String NEWEST = "select coalesce(max(number), 0) from windlass_life";
    private static final List<String> REMOVE = List.of(
            "delete from windlass_attempt where job = ?",
            "delete from windlass_checkpoint where job = ?",
            "delete from windlass_log where job = ?",
            "delete from windlass_terms where job = ?",
            "delete from windlass_tag where job = ?",
            "delete from windlass_life where number = ?",
            Piles.ORPHAN,
            "delete from windlass_job where number = ?");

    /** Not while a lease hangs on the row: the rescue finds it by the row. */
    static final String WORKERS = """
            delete from windlass_worker
            where ended < ? and not exists (select 1 from windlass_life l where l.state = 2 and l.worker = windlass_worker.id)
            """;

    private final Writes writes;
    private final Forecast forecast = new Forecast();

    Pruning(Writes writes) {
        this.writes = writes;
    }

    /** What a turn has done; nothing of it is believed before the turn's transaction has committed. */
    private record Done(long now, boolean piled, Optional<Long> cut, Optional<Looking> looking) {
        int removed() {
            return looking.map(looked -> looked.over.size()).orElse(0);
        }

        /** Whether it could have looked at more. */
        boolean hadRoom() {
            return looking.map(Looking::hadRoom).orElse(false);
        }
    }

    Pruned prune(int limit) {
        var done = writes.write(turn -> prune(turn, limit));
        done.cut().ifPresent(newest -> forecast.cut(newest, soonest(done.now())));
        done.looking().map(Looking::found).ifPresent(forecast::saw);
        return new Pruned(done.removed(), done.piled() || isBehind(done));
    }

    private boolean isBehind(Done done) {
        var overdue = done.now() - forecast.first().due();
        return overdue > Micros.of(LATE) || (overdue >= 0 && done.hadRoom());
    }

    private Done prune(Turn turn, int limit) throws SQLException {
        pruneWorkers(turn);
        Keys.prune(turn);
        var piled = Piles.prune(turn);
        var first = forecast.first();
        if (first.due() > turn.micros()) {
            return new Done(turn.micros(), piled, Optional.empty(), Optional.empty());
        }
        var open = forecast.open();
        var cut = first.equals(open) ? Optional.of(Math.max(open.after(), newest(turn))) : Optional.<Long>empty();
        var looking = new Looking(turn.micros(), first.after(), cut.orElse(open.after()));
        looking.look(turn, limit);
        remove(turn, looking.over);
        return new Done(turn.micros(), piled, cut, Optional.of(looking));
    }

    /** The earliest time at which a row can be over that has not ended at {@code now}. */
    private static long soonest(long now) {
        return now + Micros.of(Queue.SHORTEST_KEEP);
    }

    private static long newest(Turn turn) throws SQLException {
        try (var row = turn.statement(NEWEST).executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /** One look: up to so many rows from its place on, past the end of its stretch, so that thinned ones join. */
    private static final class Looking {
        private final List<Long> over = new ArrayList<>();
        private final long now;
        private final long after;
        private long upTo;
        private boolean left;
        private boolean room;
        private long due = Long.MAX_VALUE;

        Looking(long now, long after, long end) {
            this.now = now;
            this.after = after;
            this.upTo = end;
        }

        void look(Turn turn, int limit) throws SQLException {
            var select = turn.statement(LOOK);
            select.setLong(1, after);
            select.setLong(2, upTo);
            select.setInt(3, limit);
            var looked = 0;
            var last = after;
            try (var row = select.executeQuery()) {
                for (; row.next(); looked++) {
                    last = row.getLong(1);
                    see(last, JobState.of(row.getInt(2)), row.getLong(3));
                }
            }
            room = looked < limit;
            if (!room) {
                upTo = last;
            }
        }

        boolean hadRoom() {
            return room;
        }

        private void see(long number, JobState state, long keepUntil) {
            if (state.ended() && keepUntil <= now) {
                over.add(number);
            } else {
                left = true;
                due = Math.min(due, earliest(state, keepUntil));
            }
        }

        private long earliest(JobState state, long keepUntil) {
            // A dead letter may be revived and then end with a shorter time of keeping.
            return switch (state) {
                case SUCCEEDED, CANCELLED -> keepUntil;
                case DEAD -> Math.min(keepUntil, soonest(now));
                case SCHEDULED, READY, RUNNING, WAITING -> soonest(now);
            };
        }

        Forecast.Look found() {
            return new Forecast.Look(after, upTo, left, due);
        }
    }

    private static void remove(Turn turn, List<Long> over) throws SQLException {
        if (over.isEmpty()) {
            return;
        }
        for (var sql : REMOVE) {
            var delete = turn.statement(sql);
            for (var number : over) {
                delete.setLong(1, number);
                delete.addBatch();
            }
            delete.executeBatch();
        }
    }

    private static void pruneWorkers(Turn turn) throws SQLException {
        var delete = turn.statement(WORKERS);
        delete.setLong(1, Micros.floor(turn.now().minus(KEEP_WORKERS)));
        delete.executeUpdate();
    }
}
