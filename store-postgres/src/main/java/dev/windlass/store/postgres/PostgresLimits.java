package dev.windlass.store.postgres;

import dev.windlass.store.GrantPlan;
import dev.windlass.store.Granted;
import dev.windlass.store.KeyView;
import dev.windlass.store.LimitAudit;
import dev.windlass.store.LimitStore;
import dev.windlass.store.LimitView;
import dev.windlass.task.Limit;
import dev.windlass.task.LimitKey;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Bounds on jobs that share a key: the entrance. */
final class PostgresLimits implements LimitStore {
    /**
     * Permits are counted from all that are held, which are no more than run or stand ready by grants; from the keys of a limit it would be
     * a look at each, and there may be as many as there are customers.
     */
    private static final String LIST = """
            with held as materialized (
              select k.name, count(*) as jobs
              from windlass.use u join windlass.limit_key k on k.number = u.key
              where u.held
              group by k.name)
            select n.name, p.kind as p_kind, p.count as p_count, p.period as p_period, p.burst as p_burst,
                   o.kind as o_kind, o.count as o_count, o.period as o_period, o.burst as o_burst,
                   least(coalesce((select h.jobs from held h where h.name = n.name), 0), %1$d) as held,
                   (select count(*)
                    from (select 1
                          from windlass.limit_key k cross join lateral (
                            select 1 from windlass.use u where u.key = k.number and u.waits limit %1$d) as w
                          where k.name = n.name
                          limit %1$d) as c) as waiting
            from (select distinct name from windlass.bound) as n
                 left join windlass.bound p on p.name = n.name and not p.person
                 left join windlass.bound o on o.name = n.name and o.person
            order by n.name
            """.formatted(MOST_COUNTED);

    /** A key of a rate that nobody uses stays until its bucket is full; people are not told of it. */
    private static final String KEYS = """
            select k.text,
                   (select count(*)
                    from (select 1 from windlass.use u where u.key = k.number and u.held limit %1$d) as h) as held,
                   (select count(*)
                    from (select 1 from windlass.use u where u.key = k.number and u.waits limit %1$d) as w) as waiting
            from windlass.limit_key k
            where k.name = ? and k.text > ? and exists (select 1 from windlass.use u where u.key = k.number)
            order by k.text
            limit ?
            """.formatted(MOST_COUNTED);

    private final Database database;

    PostgresLimits(Database database) {
        this.database = database;
    }

    @Override
    public void declare(Collection<Limit> limits) {
        var last = Bounds.distinct(limits);
        if (!last.isEmpty()) {
            database.run(transaction -> put(transaction, last, Bounds.Voice.PROGRAM));
        }
    }

    @Override
    public void override(Limit limit) {
        database.run(transaction -> put(transaction, List.of(limit), Bounds.Voice.PERSON));
    }

    /** A program that says at its start what it has always said changes nothing, and waits for nobody. */
    private static void put(Transaction transaction, List<Limit> limits, Bounds.Voice voice) throws SQLException {
        var changed = Bounds.different(transaction, limits, voice);
        if (!changed.isEmpty()) {
            new GrantRows(transaction).lock();
            Bounds.put(
                    transaction,
                    limits.stream()
                            .filter(limit -> changed.contains(limit.name()))
                            .toList(),
                    voice);
            LimitKeys.wakeAll(transaction, changed);
        }
    }

    @Override
    public void reset(String name) {
        database.run(transaction -> {
            new GrantRows(transaction).lock();
            if (Bounds.remove(transaction, name)) {
                LimitKeys.wakeAll(transaction, List.of(name));
            }
        });
    }

    @Override
    public List<LimitView> list() {
        return database.transact(transaction -> {
            try (var call = transaction.call(LIST)) {
                return call.list(PostgresLimits::view);
            }
        });
    }

    private static LimitView view(Row row) throws SQLException {
        var name = row.text("name");
        return new LimitView(
                name, limit(name, row, "p_"), limit(name, row, "o_"), row.integer("held"), row.integer("waiting"));
    }

    private static Optional<Limit> limit(String name, Row row, String prefix) throws SQLException {
        return Bounds.find(row, prefix).map(bound -> new Limit(name, bound));
    }

    @Override
    public List<KeyView> keys(String name, String after, int limit) {
        return database.transact(transaction -> {
            try (var call = transaction.call(KEYS)) {
                return call.text(name)
                        .text(after)
                        .number(limit)
                        .list(row -> new KeyView(
                                new LimitKey(name, row.text("text")), row.integer("held"), row.integer("waiting")));
            }
        });
    }

    @Override
    public Granted grant(GrantPlan plan) {
        return database.transact(transaction -> Granting.grant(transaction, plan));
    }

    @Override
    public LimitAudit audit(long after, int limit) {
        return database.transact(transaction -> LimitChecks.audit(transaction, after, limit));
    }
}
