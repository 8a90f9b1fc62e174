package dev.windlass.store.sqlite;

import dev.windlass.store.LimitView;
import dev.windlass.task.Limit;
import dev.windlass.task.Limit.Bound;
import dev.windlass.task.Rate;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;

/** The bounds of limits, as they were declared and as people have put them. */
final class Bounds {
    /** The column of that name. */
    private enum Kind {
        CONCURRENT(1),
        MUTEX(2),
        SEQUENCE(3),
        RATE(4);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        static Kind of(int code) throws SQLException {
            return Arrays.stream(values())
                    .filter(kind -> kind.code == code)
                    .findFirst()
                    .orElseThrow(() -> new SQLException("limits have no kind " + code + "; the file is damaged"));
        }
    }

    /** Who speaks. */
    enum Voice {
        PROGRAM(0),
        PERSON(1);

        private final int code;

        Voice(int code) {
            this.code = code;
        }
    }

    private static final String PUT = """
            insert into windlass_limit (name, person, kind, count, period, burst)
            values (?1, ?2, ?3, ?4, ?5, ?6)
            on conflict (name, person) do update
            set kind = ?3, count = ?4, period = ?5, burst = ?6
            where kind <> ?3 or count <> ?4 or period <> ?5 or burst <> ?6
            """;
    private static final String REMOVE = "delete from windlass_limit where name = ? and person = 1";

    /** As {@link LimitView#inForce}. */
    private static final String IN_FORCE = """
            select l.kind, l.count, l.period, l.burst
            from windlass_limit l
            where l.name = ?
                and l.kind = coalesce((select d.kind from windlass_limit d where d.name = l.name and d.person = 0), l.kind)
            order by l.person desc
            limit 1
            """;

    private Bounds() {}

    /** Answers whether anything changed by it. */
    static boolean put(Turn turn, Limit limit, Voice voice) throws SQLException {
        var put = turn.statement(PUT);
        put.setInt(1, turn.number(limit.name()));
        put.setInt(2, voice.code);
        bind(put, limit.bound());
        return put.executeUpdate() == 1;
    }

    private static void bind(PreparedStatement put, Bound bound) throws SQLException {
        if (bound instanceof Bound.Rated rated) {
            var rate = rated.rate();
            bind(put, Kind.RATE, rate.count());
            put.setLong(5, Micros.of(rate.per()));
            put.setInt(6, rate.burst());
            return;
        }
        put.setLong(5, 0);
        put.setInt(6, 0);
        if (bound instanceof Bound.Concurrent concurrent) {
            bind(put, Kind.CONCURRENT, concurrent.jobs());
        } else {
            bind(put, bound instanceof Bound.Sequence ? Kind.SEQUENCE : Kind.MUTEX, 1);
        }
    }

    private static void bind(PreparedStatement put, Kind kind, int count) throws SQLException {
        put.setInt(3, kind.code);
        put.setInt(4, count);
    }

    static void remove(Turn turn, int name) throws SQLException {
        var delete = turn.statement(REMOVE);
        delete.setInt(1, name);
        delete.executeUpdate();
    }

    /** The bound that holds, if one was ever declared. */
    static Optional<Bound> inForce(Turn turn, int name) throws SQLException {
        var select = turn.statement(IN_FORCE);
        select.setInt(1, name);
        try (var row = select.executeQuery()) {
            return row.next() ? Optional.of(read(row, 1)) : Optional.empty();
        }
    }

    /** From the columns kind, count, period and burst. */
    static Bound read(ResultSet row, int first) throws SQLException {
        var kind = Kind.of(row.getInt(first));
        var count = row.getInt(first + 1);
        return switch (kind) {
            case CONCURRENT -> new Bound.Concurrent(count);
            case MUTEX -> new Bound.Mutex();
            case SEQUENCE -> new Bound.Sequence();
            case RATE ->
                new Bound.Rated(new Rate(count, Micros.duration(row.getLong(first + 2)), row.getInt(first + 3)));
        };
    }
}
