package dev.windlass.store.sqlite;

import dev.windlass.store.GrantPlan;
import dev.windlass.store.Granted;
import dev.windlass.store.KeyView;
import dev.windlass.store.LimitAudit;
import dev.windlass.store.LimitStore;
import dev.windlass.store.LimitView;
import dev.windlass.task.Limit;
import dev.windlass.task.LimitKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Bounds on jobs that share a key: the entrance. */
final class SqliteLimits implements LimitStore {
    static final String LIST = """
            select l.name, p.kind, p.count, p.period, p.burst, o.kind, o.count, o.period, o.burst, %s, %s
            from (select distinct name from windlass_limit) l
                left join windlass_limit p on p.name = l.name and p.person = 0
                left join windlass_limit o on o.name = l.name and o.person = 1
            """.formatted(Uses.counted("u.held = 1"), Uses.counted("u.waits = 1"));

    /** A key of a rate that nobody uses stays until its bucket is full; people are not told of it. */
    static final String KEYS = """
            select l.text, %s, %s
            from windlass_limit_key l
            where l.name = ? and l.text > ? and exists (select 1 from windlass_use u where u.key = l.number)
            order by l.text
            limit ?
            """.formatted(
                    Uses.counted("u.key = l.number and u.held = 1"), Uses.counted("u.key = l.number and u.waits = 1"));

    private final Writes writes;
    private final Readers readers;

    SqliteLimits(Writes writes, Readers readers) {
        this.writes = writes;
        this.readers = readers;
    }

    @Override
    public void declare(Collection<Limit> limits) {
        writes.write(turn -> {
            for (var limit : limits) {
                put(turn, limit, Bounds.Voice.PROGRAM);
            }
            return limits.size();
        });
    }

    @Override
    public void override(Limit limit) {
        writes.write(turn -> put(turn, limit, Bounds.Voice.PERSON));
    }

    private static boolean put(Turn turn, Limit limit, Bounds.Voice voice) throws SQLException {
        var changed = Bounds.put(turn, limit, voice);
        if (changed) {
            LimitKeys.wakeAll(turn, turn.number(limit.name()));
        }
        return changed;
    }

    @Override
    public void reset(String name) {
        writes.write(turn -> {
            var number = turn.findNumber(name);
            if (number.isPresent()) {
                Bounds.remove(turn, number.getAsInt());
                LimitKeys.wakeAll(turn, number.getAsInt());
            }
            return number;
        });
    }

    @Override
    public List<LimitView> list() {
        return readers.read(reader -> {
            var views = new ArrayList<LimitView>();
            try (var row = reader.statement(LIST).executeQuery()) {
                while (row.next()) {
                    views.add(view(reader.text(row.getInt(1)), row));
                }
            }
            views.sort(Comparator.comparing(LimitView::name));
            return views;
        });
    }

    private static LimitView view(String name, ResultSet row) throws SQLException {
        return new LimitView(name, limit(name, row, 2), limit(name, row, 6), row.getInt(10), row.getInt(11));
    }

    private static Optional<Limit> limit(String name, ResultSet row, int first) throws SQLException {
        return row.getInt(first) == 0 ? Optional.empty() : Optional.of(new Limit(name, Bounds.read(row, first)));
    }

    @Override
    public List<KeyView> keys(String name, String after, int limit) {
        return readers.read(reader -> {
            var number = reader.findNumber(name);
            return number.isPresent() ? keys(reader, name, number.getAsInt(), after, limit) : List.of();
        });
    }

    private static List<KeyView> keys(Reader reader, String name, int number, String after, int limit)
            throws SQLException {
        var select = reader.statement(KEYS);
        select.setInt(1, number);
        select.setString(2, after);
        select.setInt(3, limit);
        var views = new ArrayList<KeyView>();
        try (var row = select.executeQuery()) {
            while (row.next()) {
                views.add(new KeyView(new LimitKey(name, row.getString(1)), row.getInt(2), row.getInt(3)));
            }
        }
        return views;
    }

    @Override
    public Granted grant(GrantPlan plan) {
        return writes.write(turn -> Granting.grant(turn, plan));
    }

    @Override
    public LimitAudit audit(long after, int limit) {
        return writes.write(turn -> LimitChecks.audit(turn, after, limit).counted());
    }
}
