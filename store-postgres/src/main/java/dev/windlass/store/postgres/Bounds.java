package dev.windlass.store.postgres;

import dev.windlass.task.Limit;
import dev.windlass.task.Limit.Bound;
import dev.windlass.task.Rate;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

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
                    .orElseThrow(() -> new SQLException("limits have no kind " + code + "; the table is damaged"));
        }
    }

    /** Who speaks. */
    enum Voice {
        PROGRAM,
        PERSON
    }

    /** The columns kind, count, period and burst of the bound that holds for the limit k.name, as {@code LimitView.inForce} has it. */
    static final String IN_FORCE = """
            (select b.kind, b.count, b.period, b.burst
             from windlass.bound b
             where b.name = k.name
               and b.kind = coalesce((select d.kind from windlass.bound d where d.name = b.name and not d.person), b.kind)
             order by b.person desc
             limit 1)""";

    private static final String GIVEN =
            "unnest(?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[]) as i(name, kind, count, period, burst)";

    private static final String DIFFERENT = """
            select i.name
            from %s left join windlass.bound b on b.name = i.name and b.person = ?
            where (b.kind, b.count, b.period, b.burst) is distinct from (i.kind, i.count, i.period, i.burst)
            """.formatted(GIVEN);

    private static final String PUT = """
            insert into windlass.bound as b (name, kind, count, period, burst, person)
            select name, kind, count, period, burst, ?
            from %s
            order by name
            on conflict (name, person) do update
            set kind = excluded.kind, count = excluded.count, period = excluded.period, burst = excluded.burst
            """.formatted(GIVEN);

    private static final String REMOVE = "delete from windlass.bound where name = ? and person";

    private Bounds() {}

    /** Which of these differ from what stands there. */
    static List<String> different(Transaction transaction, List<Limit> limits, Voice voice) throws SQLException {
        try (var call = transaction.call(DIFFERENT)) {
            return given(call, limits).truth(voice == Voice.PERSON).list(row -> row.text("name"));
        }
    }

    static void put(Transaction transaction, List<Limit> limits, Voice voice) throws SQLException {
        try (var call = transaction.call(PUT)) {
            given(call.truth(voice == Voice.PERSON), limits).run();
        }
    }

    private static Call given(Call call, List<Limit> limits) throws SQLException {
        return call.texts(limits, Limit::name)
                .numbers(limits, limit -> kind(limit.bound()).code)
                .numbers(limits, limit -> count(limit.bound()))
                .numbers(
                        limits,
                        limit -> rate(limit.bound())
                                .map(rate -> Call.micros(rate.per()))
                                .orElse(0L))
                .numbers(limits, limit -> rate(limit.bound()).map(Rate::burst).orElse(0));
    }

    private static Kind kind(Bound bound) {
        if (bound instanceof Bound.Concurrent) {
            return Kind.CONCURRENT;
        } else if (bound instanceof Bound.Mutex) {
            return Kind.MUTEX;
        }
        return bound instanceof Bound.Sequence ? Kind.SEQUENCE : Kind.RATE;
    }

    private static int count(Bound bound) {
        if (bound instanceof Bound.Concurrent concurrent) {
            return concurrent.jobs();
        }
        return rate(bound).map(Rate::count).orElse(1);
    }

    private static Optional<Rate> rate(Bound bound) {
        return bound instanceof Bound.Rated rated ? Optional.of(rated.rate()) : Optional.empty();
    }

    /** Answers whether there was one. */
    static boolean remove(Transaction transaction, String name) throws SQLException {
        try (var call = transaction.call(REMOVE)) {
            return call.text(name).run() > 0;
        }
    }

    /** From the columns kind, count, period and burst, each with this prefix; empty where a limit was never declared. */
    static Optional<Bound> find(Row row, String prefix) throws SQLException {
        var code = row.integer(prefix + "kind");
        if (code == 0) {
            return Optional.empty();
        }
        var count = row.integer(prefix + "count");
        return Optional.of(
                switch (Kind.of(code)) {
                    case CONCURRENT -> new Bound.Concurrent(count);
                    case MUTEX -> new Bound.Mutex();
                    case SEQUENCE -> new Bound.Sequence();
                    case RATE ->
                        new Bound.Rated(new Rate(
                                count,
                                Duration.of(row.number(prefix + "period"), ChronoUnit.MICROS),
                                row.integer(prefix + "burst")));
                });
    }

    /** One limit a name, the last that was said: a statement cannot put a row twice. */
    static List<Limit> distinct(Collection<Limit> limits) {
        return List.copyOf(limits.stream()
                .collect(Collectors.toMap(Limit::name, limit -> limit, (first, last) -> last, LinkedHashMap::new))
                .values());
    }
}
