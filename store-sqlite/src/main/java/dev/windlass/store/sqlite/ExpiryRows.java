package dev.windlass.store.sqlite;

import dev.windlass.store.Expired;
import dev.windlass.store.Keep;
import dev.windlass.task.Due;
import dev.windlass.task.JobId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Jobs that have to start by a time, and what becomes of those that have not. */
final class ExpiryRows {
    /** When the job is too late; null where it has no such time or has started before. For a select from life as l. */
    static final String LATE_FROM = """
            case when l.marks & 2048 then (
                    select e.at
                    from windlass_expiry e
                    where e.job = l.number
                        and not exists (select 1 from windlass_attempt a where a.job = e.job and (a.started is not null or a.ordinal > 0)))
                end""";

    private static final String INSERT = "insert or ignore into windlass_expiry (job, at) values (?, ?)";
    private static final String DROP = "delete from windlass_expiry where job = ?";

    /** Along the index of times; what runs is passed by, and is never more than the workers hold. */
    static final String DUE = """
            select e.job, j.id, j.task, j.queue,
                exists (select 1 from windlass_attempt a where a.job = e.job and (a.started is not null or a.ordinal > 0))
            from windlass_expiry e
                cross join windlass_life l on l.number = e.job
                cross join windlass_job j on j.number = e.job
            where e.at <= ? and l.state in (0, 1, 3)
            order by e.at
            limit ?
            """;

    /** Under a fence of its own, as if it had been claimed for this: the last one may have a record already. */
    private static final String END = """
            update windlass_life
            set state = 6, since = ?2, keep_until = ?3, reason = 10, fence = (?4 << 31) + (fence & 2147483647) + 1,
                failures = failures + 1, losses = 0, line = line & 3, waiting = null
            where number = ?1 and state in (0, 1, 3)
            """;

    private static final String RECORD = """
            insert into windlass_attempt (job, fence, ordinal, outcome, number, worker, ended, error)
            select number, fence, 0, 3, failures, 0, ?2, ?3
            from windlass_life
            where number = ?1 and state = 6
            """;

    private ExpiryRows() {}

    static void write(Turn turn, long number, Due end) throws SQLException {
        var insert = turn.statement(INSERT);
        insert.setLong(1, number);
        insert.setLong(2, Micros.ceil(end.from(turn.now())));
        insert.executeUpdate();
        Mark.EXPIRES.set(turn, number);
    }

    static void drop(Turn turn, long number) throws SQLException {
        var delete = turn.statement(DROP);
        delete.setLong(1, number);
        delete.executeUpdate();
        Mark.EXPIRES.clear(turn, number);
    }

    private record Late(long number, JobId job, String task, String queue, boolean started) {}

    static List<Expired> expire(Turn turn, int limit, Keep keep) throws SQLException {
        var expired = new ArrayList<Expired>();
        for (var late : find(turn, limit)) {
            if (late.started()) {
                drop(turn, late.number());
            } else {
                end(turn, late, Keeping.until(turn, keep.of(late.queue())));
                expired.add(new Expired(late.job(), late.task()));
            }
        }
        LooseEnds.tie(turn);
        return expired;
    }

    private static List<Late> find(Turn turn, int limit) throws SQLException {
        var select = turn.statement(DUE);
        select.setLong(1, turn.micros());
        select.setInt(2, limit);
        var found = new ArrayList<Late>();
        try (var row = select.executeQuery()) {
            while (row.next()) {
                found.add(new Late(
                        row.getLong(1),
                        JobId.of(row.getBytes(2)),
                        turn.text(row.getInt(3)),
                        turn.text(row.getInt(4)),
                        row.getBoolean(5)));
            }
        }
        return found;
    }

    private static void end(Turn turn, Late late, long keepUntil) throws SQLException {
        var update = turn.statement(END);
        update.setLong(1, late.number());
        update.setLong(2, turn.micros());
        update.setLong(3, keepUntil);
        update.setLong(4, turn.generation());
        update.executeUpdate();
        var insert = turn.statement(RECORD);
        insert.setLong(1, late.number());
        insert.setLong(2, turn.micros());
        insert.setString(3, Expired.ERROR);
        insert.executeUpdate();
    }
}
