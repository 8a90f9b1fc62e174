package dev.windlass.store.sqlite;

import dev.windlass.store.Repair;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Goes round the unique keys, for those whose job has ended or is gone: nobody would give them back. */
final class KeySweep implements Sweep {
    private static final String OPEN = """
            exists (
                select 1
                from windlass_job j join windlass_life l on l.number = j.number
                where j.id = windlass_key.first and l.state < 4)
            """;
    static final String LOOK = """
            select task, key, until is null and not %s
            from windlass_key
            where (task, key) > (?, ?)
            order by task, key
            limit ?
            """.formatted(OPEN);
    private static final String HEAL =
            "delete from windlass_key where task = ? and key = ? and until is null and not " + OPEN;

    private final Writes writes;
    private final Readers readers;
    private Key after = Key.BEGINNING;
    private boolean over;

    /** A key of a task. */
    private record Key(int task, String key) {
        static final Key BEGINNING = new Key(0, "");
    }

    KeySweep(Writes writes, Readers readers) {
        this.writes = writes;
        this.readers = readers;
    }

    @Override
    public void begin() {
        after = Key.BEGINNING;
        over = false;
    }

    @Override
    public boolean isOver() {
        return over;
    }

    @Override
    public List<Repair> next(int limit) {
        var orphans = readers.read(reader -> look(reader, limit));
        return orphans.isEmpty() ? List.of() : writes.write(turn -> heal(turn, orphans));
    }

    private List<Key> look(Reader reader, int limit) throws SQLException {
        var select = reader.statement(LOOK);
        select.setInt(1, after.task());
        select.setString(2, after.key());
        select.setInt(3, limit);
        var orphans = new ArrayList<Key>();
        var seen = 0;
        try (var row = select.executeQuery()) {
            for (; row.next(); seen++) {
                after = new Key(row.getInt(1), row.getString(2));
                if (row.getBoolean(3)) {
                    orphans.add(after);
                }
            }
        }
        over = seen < limit;
        return orphans;
    }

    private static List<Repair> heal(Turn turn, List<Key> orphans) throws SQLException {
        var repairs = new ArrayList<Repair>();
        for (var orphan : orphans) {
            var delete = turn.statement(HEAL);
            delete.setInt(1, orphan.task());
            delete.setString(2, orphan.key());
            if (delete.executeUpdate() == 1) {
                var subject = "key \"" + orphan.key() + "\" of task " + turn.text(orphan.task());
                repairs.add(Repairs.keep(turn, "a unique key of no job that could give it back", subject, "free"));
            }
        }
        return repairs;
    }
}
