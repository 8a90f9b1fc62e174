package dev.windlass.store.sqlite;

import dev.windlass.store.LimitStore;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The rows of windlass_use: a job's places, waits and permits. */
final class Uses {
    private static final String ADD = """
            insert into windlass_use (job, key, name, queue, line)
            values (?, ?, ?, ?, ?)
            on conflict (job, key) do nothing
            """;
    private static final String OF_JOB =
            "select key, name, queue, waits, held, spent from windlass_use where job = ? order by name, key";
    private static final String STAND = "update windlass_use set waits = (key = ?2) where job = ?1";
    private static final String HOLD = "update windlass_use set waits = 0, held = 1 where job = ?";
    private static final String FREE = "update windlass_use set held = 0, waits = 0 where job = ? and key = ?";
    private static final String SPENT = "update windlass_use set spent = ? where job = ? and key = ?";
    private static final String RENUMBER = "update or replace windlass_use set key = ? where job = ? and key = ?";
    private static final String REMOVE = "delete from windlass_use where job = ? and key = ?";
    static final String HELD = """
            select count(*)
            from (select 1 from windlass_use where name = ? and key = ? and held = 1 limit ?)
            """;
    static final String HEAD = "select job from windlass_use where key = ? order by line limit 1";

    /** A job's part in one key; spent is the time at which the key had all its tokens again after the job's last start. */
    record Use(LimitKeys.Key key, int queue, boolean waits, boolean held, long spent) {}

    private Uses() {}

    /** A place at the end of the key's line, unless the job has one there. */
    static void add(Turn turn, long job, LimitKeys.Key key, int queue) throws SQLException {
        var insert = turn.statement(ADD);
        insert.setLong(1, job);
        insert.setLong(2, key.number());
        insert.setInt(3, key.name());
        insert.setInt(4, queue);
        insert.setLong(5, turn.next());
        insert.executeUpdate();
    }

    static List<Use> ofJob(Turn turn, long job) throws SQLException {
        var select = turn.statement(OF_JOB);
        select.setLong(1, job);
        var uses = new ArrayList<Use>();
        try (var row = select.executeQuery()) {
            while (row.next()) {
                uses.add(new Use(
                        new LimitKeys.Key(row.getLong(1), row.getInt(2)),
                        row.getInt(3),
                        row.getBoolean(4),
                        row.getBoolean(5),
                        row.getLong(6)));
            }
        }
        return uses;
    }

    /** The job waits in the line of this key, and in no other. */
    static void stand(Turn turn, long job, LimitKeys.Key key) throws SQLException {
        var update = turn.statement(STAND);
        update.setLong(1, job);
        update.setLong(2, key.number());
        update.executeUpdate();
    }

    /** The job has all its permits and waits in no line. */
    static void hold(Turn turn, long job) throws SQLException {
        var update = turn.statement(HOLD);
        update.setLong(1, job);
        update.executeUpdate();
    }

    /** The key has another number. */
    static void renumber(Turn turn, long job, Use use, LimitKeys.Key key) throws SQLException {
        var update = turn.statement(RENUMBER);
        update.setLong(1, key.number());
        update.setLong(2, job);
        update.setLong(3, use.key().number());
        update.executeUpdate();
        LimitKeys.wake(turn, key);
    }

    /** The job neither waits for this key nor holds it, and keeps its place. */
    static void free(Turn turn, long job, Use use) throws SQLException {
        write(turn, FREE, job, use);
        LimitKeys.wake(turn, use.key());
    }

    /** Keeps what the start of the job left of its key's tokens. */
    static void spent(Turn turn, long job, Use use, long full) throws SQLException {
        var update = turn.statement(SPENT);
        update.setLong(1, full);
        update.setLong(2, job);
        update.setLong(3, use.key().number());
        update.executeUpdate();
    }

    /** The job has nothing to do with the key any more. */
    static void remove(Turn turn, long job, Use use) throws SQLException {
        write(turn, REMOVE, job, use);
        LimitKeys.wake(turn, use.key());
        LimitKeys.forget(turn, use.key());
    }

    private static void write(Turn turn, String sql, long job, Use use) throws SQLException {
        var statement = turn.statement(sql);
        statement.setLong(1, job);
        statement.setLong(2, use.key().number());
        statement.executeUpdate();
    }

    /** Permits of a key that are held, counted up to {@code most}. */
    static int held(Turn turn, LimitKeys.Key key, int most) throws SQLException {
        var select = turn.statement(HELD);
        select.setInt(1, key.name());
        select.setLong(2, key.number());
        select.setInt(3, most);
        try (var row = select.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }

    /** Whether this job stands before all others of the key, whatever they do. */
    static boolean isHead(Turn turn, LimitKeys.Key key, long job) throws SQLException {
        var select = turn.statement(HEAD);
        select.setLong(1, key.number());
        try (var row = select.executeQuery()) {
            return row.next() && row.getLong(1) == job;
        }
    }

    /** How far {@link LimitStore#list} counts. */
    static String counted(String condition) {
        return "(select count(*) from (select 1 from windlass_use u where u.name = l.name and " + condition + " limit "
                + LimitStore.MOST_COUNTED + "))";
    }
}
