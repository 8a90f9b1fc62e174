package dev.windlass.store.sqlite;

import dev.windlass.store.Refill;
import dev.windlass.task.LimitKey;
import dev.windlass.task.Rate;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The keys of limits, and where a grant has to look. */
final class LimitKeys {
    /** Nobody's queue: the numbers of names begin with 1. */
    static final int NOBODY = 0;

    private static final String FIND = "select number from windlass_limit_key where name = ? and text = ?";
    private static final String ADD = "insert into windlass_limit_key (name, text) values (?, ?) returning number";
    private static final String THERE = "select 1 from windlass_limit_key where number = ? and name = ?";
    private static final String RESTORE =
            "insert or ignore into windlass_limit_key (number, name, text) values (?, ?, ?)";
    private static final String FULL = "select full from windlass_limit_key where number = ?";
    private static final String FILL = "update windlass_limit_key set full = ? where number = ?";
    private static final String USED = "select exists (select 1 from windlass_use where key = ?)";
    private static final String REMOVE = "delete from windlass_limit_key where number = ?";

    /**
     * One that is to be looked at earlier keeps its turn. The name is compared since a look may be left of a key that is gone, whose
     * number was given to a key of another limit: under the wrong name that one would be found empty, and forgotten.
     */
    private static final String WAKE = """
            insert into windlass_look (queue, key, name, at, turn)
            values (?1, ?2, ?3, ?4, ?5)
            on conflict (queue, key) do update
            set name = ?3, at = ?4, turn = ?5
            where at > ?4 or name <> ?3
            """;

    private static final String WAKE_ALL = """
            insert into windlass_look (queue, key, name, at, turn)
            select distinct queue, key, name, ?2, ?3
            from windlass_use
            where name = ?1 and waits = 1
            on conflict (queue, key) do update
            set name = excluded.name, at = excluded.at, turn = excluded.turn
            where at > excluded.at or name <> excluded.name
            """;
    private static final String PUT =
            "insert or replace into windlass_look (queue, key, name, at, turn) values (?, ?, ?, ?, ?)";
    private static final String UNLOOK = "delete from windlass_look where queue = ? and key = ?";

    /** The next queue in which jobs wait for a key: a step of a walk from one to the next, past all the jobs of each. */
    static final String NEXT_QUEUE = """
            select min(queue)
            from windlass_use
            where name = ? and key = ? and waits = 1 and queue > ?
            """;

    /**
     * Somebody waits, nobody who could give it back holds a permit or keeps a place before him, and no grant will look. A limit that is not
     * declared yet is woken by its declaration.
     */
    static final String UNSEEN = """
            exists (select 1 from windlass_use u where u.name = k.name and u.key = k.number and u.waits = 1)
                and not exists (select 1 from windlass_use u where u.name = k.name and u.key = k.number and u.held = 1)
                and not exists (
                    select 1
                    from windlass_look l
                    where l.key = k.number and l.queue in (
                        select u.queue from windlass_use u where u.name = k.name and u.key = k.number and u.waits = 1))
                and not exists (
                    select 1
                    from windlass_use u
                    where u.key = k.number and u.waits = 0 and u.line < (
                        select min(w.line) from windlass_use w where w.key = k.number and w.waits = 1))
                and exists (select 1 from windlass_limit d where d.name = k.name)
            """;

    /** No job has a part in it, and nobody will come to forget it. */
    static final String UNUSED = """
            (not exists (select 1 from windlass_use u where u.key = k.number)
                and not exists (select 1 from windlass_look l where l.queue = 0 and l.key = k.number))
            """;

    private static final String NAME = "select name from windlass_limit_key where number = ?";

    /** A key of a limit, by the numbers of both. */
    record Key(long number, int name) {}

    private LimitKeys() {}

    /** The key's numbers, given to it now if it had none. */
    static Key number(Turn turn, LimitKey key) throws SQLException {
        var name = turn.number(key.limit());
        for (var sql : List.of(FIND, ADD)) {
            var statement = turn.statement(sql);
            statement.setInt(1, name);
            statement.setString(2, key.key());
            try (var row = statement.executeQuery()) {
                if (row.next()) {
                    return new Key(row.getLong(1), name);
                }
            }
        }
        throw new SQLException("a key of a limit was inserted and got no number");
    }

    static boolean isThere(Turn turn, Key key) throws SQLException {
        var select = turn.statement(THERE);
        select.setLong(1, key.number());
        select.setInt(2, key.name());
        try (var row = select.executeQuery()) {
            return row.next();
        }
    }

    /** Puts a key back whose row is gone, under its number; answers the one that has taken its place, if one has. */
    static Key restore(Turn turn, Key key, LimitKey limit) throws SQLException {
        var insert = turn.statement(RESTORE);
        insert.setLong(1, key.number());
        insert.setInt(2, key.name());
        insert.setString(3, limit.key());
        insert.executeUpdate();
        return number(turn, limit);
    }

    /** Something has changed at this key: whoever waits for it may pass now. */
    static void wake(Turn turn, Key key) throws SQLException {
        for (var queue : queues(turn, key)) {
            wake(turn, key, queue);
        }
    }

    static void wake(Turn turn, long number) throws SQLException {
        wake(turn, named(turn, number));
    }

    static void forget(Turn turn, long number) throws SQLException {
        forget(turn, named(turn, number));
    }

    private static Key named(Turn turn, long number) throws SQLException {
        var select = turn.statement(NAME);
        select.setLong(1, number);
        try (var row = select.executeQuery()) {
            return new Key(number, row.next() ? row.getInt(1) : 0);
        }
    }

    private static List<Integer> queues(Turn turn, Key key) throws SQLException {
        var queues = new ArrayList<Integer>();
        var last = NOBODY;
        do {
            var select = turn.statement(NEXT_QUEUE);
            select.setInt(1, key.name());
            select.setLong(2, key.number());
            select.setInt(3, last);
            try (var row = select.executeQuery()) {
                row.next();
                last = row.getInt(1);
            }
            if (last != NOBODY) {
                queues.add(last);
            }
        } while (last != NOBODY);
        return queues;
    }

    static void wake(Turn turn, Key key, int queue) throws SQLException {
        look(turn, WAKE, key, queue, turn.micros());
    }

    /** Looks at the key from {@code at} on and not before, behind the others of that time. */
    static void put(Turn turn, Key key, int queue, long at) throws SQLException {
        look(turn, PUT, key, queue, at);
    }

    private static void look(Turn turn, String sql, Key key, int queue, long at) throws SQLException {
        var insert = turn.statement(sql);
        insert.setInt(1, queue);
        insert.setLong(2, key.number());
        insert.setInt(3, key.name());
        insert.setLong(4, at);
        insert.setLong(5, turn.next());
        insert.executeUpdate();
    }

    static void wakeAll(Turn turn, int name) throws SQLException {
        var insert = turn.statement(WAKE_ALL);
        insert.setInt(1, name);
        insert.setLong(2, turn.micros());
        insert.setLong(3, turn.next());
        insert.executeUpdate();
    }

    static void unlook(Turn turn, Key key, int queue) throws SQLException {
        var delete = turn.statement(UNLOOK);
        delete.setInt(1, queue);
        delete.setLong(2, key.number());
        delete.executeUpdate();
    }

    /** When the bucket of the key is full. */
    static long full(Turn turn, Key key) throws SQLException {
        var select = turn.statement(FULL);
        select.setLong(1, key.number());
        try (var row = select.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    /** Answers when the key has all its tokens again. */
    static long spend(Turn turn, Key key, Rate rate) throws SQLException {
        var full = Refill.of(rate).spend(Micros.instant(full(turn, key)), Micros.instant(turn.micros()));
        fill(turn, key, Micros.ceil(full));
        return Micros.ceil(full);
    }

    /** Puts a token back that left the key so full, as long as it is the last one that was taken: it may have run over since. */
    static void putBack(Turn turn, Key key, Rate rate, long spent) throws SQLException {
        if (full(turn, key) != spent) {
            return;
        }
        fill(turn, key, Micros.ceil(Refill.of(rate).putBack(Micros.instant(full(turn, key)))));
    }

    private static void fill(Turn turn, Key key, long full) throws SQLException {
        var update = turn.statement(FILL);
        update.setLong(1, full);
        update.setLong(2, key.number());
        update.executeUpdate();
    }

    /** Removes a key that nobody uses, or has it removed when its bucket is full: until then it keeps the promise of its rate. */
    static void forget(Turn turn, Key key) throws SQLException {
        if (isUsed(turn, key)) {
            return;
        }
        var full = full(turn, key);
        if (full > turn.micros()) {
            put(turn, key, NOBODY, full);
            return;
        }
        var delete = turn.statement(REMOVE);
        delete.setLong(1, key.number());
        delete.executeUpdate();
    }

    private static boolean isUsed(Turn turn, Key key) throws SQLException {
        var select = turn.statement(USED);
        select.setLong(1, key.number());
        try (var row = select.executeQuery()) {
            return row.next() && row.getBoolean(1);
        }
    }
}
