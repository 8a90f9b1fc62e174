package dev.windlass.store.sqlite;

import dev.windlass.store.Repair;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** A unique key whose job has ended or is gone: nobody would give it back. */
final class StrayKey implements Fault<StrayKey.Key> {
    private static final String OPEN = """
            exists (
                select 1
                from windlass_job j join windlass_life l on l.number = j.number
                where j.id = windlass_key.first and l.state < 4)
            """;
    private static final String LOOK = """
            select task, key, until is null and not %s
            from windlass_key
            where (task, key) > (?, ?)
            order by task, key
            limit ?
            """.formatted(OPEN);
    private static final String HEAL =
            "delete from windlass_key where task = ? and key = ? and until is null and not " + OPEN;

    /** A key of a task. */
    record Key(int task, String key) {
        static final Key BEGINNING = new Key(0, "");
    }

    @Override
    public String fault() {
        return "a unique key of no job that could give it back";
    }

    @Override
    public String look() {
        return LOOK;
    }

    @Override
    public void bind(PreparedStatement look, Key after, int limit) throws SQLException {
        look.setInt(1, after.task());
        look.setString(2, after.key());
        look.setInt(3, limit);
    }

    @Override
    public Key key(ResultSet row) throws SQLException {
        return new Key(row.getInt(1), row.getString(2));
    }

    @Override
    public boolean isWrong(ResultSet row) throws SQLException {
        return row.getBoolean(3);
    }

    @Override
    public Optional<Repair> heal(Turn turn, Key stray) throws SQLException {
        var delete = turn.statement(HEAL);
        delete.setInt(1, stray.task());
        delete.setString(2, stray.key());
        if (delete.executeUpdate() == 0) {
            return Optional.empty();
        }
        var subject = "key \"" + stray.key() + "\" of task " + turn.text(stray.task());
        return Optional.of(Repairs.keep(turn, fault(), subject, "free"));
    }
}
