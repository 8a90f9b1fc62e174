package dev.windlass.store.postgres;

import dev.windlass.store.Expired;
import dev.windlass.store.Keep;
import dev.windlass.store.Promoted;
import dev.windlass.store.Pruned;
import dev.windlass.store.Sight;
import dev.windlass.store.Upkeep;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** Lets time pass for jobs. */
final class PostgresUpkeep implements Upkeep {
    /** Each part ends at the first row that its index has. Lines of the queue without a name are keys that nobody uses any more. */
    private static final String LOOK = """
            select exists (select 1 from windlass.ready where queue = any (q.names))
                     or exists (select 1 from windlass.waiting where reason = 5 and queue = any (q.names)) as ready,
                   (select greatest(0, ceil(extract(epoch from due - (select windlass.windlass_now())) * 1000000))::bigint
                    from windlass.scheduled
                    order by due, job
                    limit 1) as due,
                   exists (select 1 from windlass.expiry where at <= (select windlass.windlass_now())) as expired,
                   exists (select 1 from windlass.look)
                     or exists (select 1 from windlass.turn where queue = any (q.names) or queue = '') as limited,
                   (select revision from windlass.control) as revision
            from (select ?::text[] as names) q
            """;

    /** Skipping locked rows makes a leader unnecessary: several promoters share the work. Places go by due time. */
    private static final String PROMOTE = """
            with clock as materialized (select windlass.windlass_now() as at),
            over as materialized (
              select ctid as tid
              from windlass.scheduled
              where due <= (select at from clock)
              order by due, job
              limit ?
              for update skip locked),
            gone as (
              delete from windlass.scheduled where ctid = any (array(select tid from over)) returning *),
            due as materialized (
              select *, nextval('windlass.place') as position, marks & 16 <> 0 as limited
              from (select * from gone order by due, job) as g),
            present as (
              insert into windlass.ready (position, job, fence, since, first_claimed, failures, losses, releases, weight,
                                          marks, line, queue)
              select position, job, fence, at, first_claimed, failures, 0, releases, weight, marks, lane, queue
              from due, clock
              where not limited),
            waits as (
              insert into windlass.waiting (job, fence, since, first_claimed, failures, losses, releases, weight,
                                            marks, reason, line, queue)
              select job, fence, at, first_claimed, failures, 0, releases, weight, marks & ~800 | 1040, 1, lane, queue
              from due, clock
              where limited)
            select job, case when limited then 3 else 1 end as to_state, marks, queue, null::bigint as outcome,
                   false as untouched
            from due
            order by due, job
            """;

    private static final String NEXT = """
            select greatest(0, ceil(extract(epoch from due - (select windlass.windlass_now())) * 1000000))::bigint as wait
            from windlass.scheduled
            order by due, job
            limit 1
            """;

    /** A row goes only after its last lease: a lease without a row would have no holder to name in the history. */
    private static final String PRUNE_WORKERS = """
            delete from windlass.worker w
            where ended and windlass.windlass_after(until, ?) <= (select windlass.windlass_now())
              and not exists (select 1 from windlass.lease l where l.worker = w.id)
            """;

    private static final Duration KEEP_WORKERS = Duration.ofDays(1);

    private static final Done NOTHING = new Done(new Pruned(0, false), false);

    private final Database database;
    private final Partitions partitions;

    PostgresUpkeep(Database database, Partitions partitions) {
        this.database = database;
        this.partitions = partitions;
    }

    @Override
    public Sight look(Collection<String> queues) {
        return database.transact(transaction -> {
            try (var look = transaction.call(LOOK)) {
                return look.texts(List.copyOf(queues))
                        .get(row -> new Sight(
                                row.truth("ready"),
                                row.findDuration("due"),
                                row.truth("expired"),
                                row.truth("limited"),
                                row.findNumber("revision")));
            }
        });
    }

    @Override
    public Promoted promote(int limit) {
        return database.transact(transaction -> {
            try (var promote = transaction.call(PROMOTE);
                    var next = transaction.call(NEXT)) {
                var moved = promote.number(limit).list(Moved::of);
                LooseEnds.tie(transaction, moved);
                return new Promoted(
                        moved.size(), next.find(row -> row.findDuration("wait").orElse(Duration.ZERO)));
            }
        });
    }

    @Override
    public List<Expired> expire(int limit, Keep keep) {
        return database.transact(transaction -> Expiring.expire(transaction, limit, keep));
    }

    /** All consequences are in the transaction of their commit. */
    @Override
    public int settle(int limit) {
        return 0;
    }

    /** Whoever does not get the turn leaves all of it to the one who has it. */
    @Override
    public Pruned prune(int limit) {
        var done = database.transact(transaction -> {
            var turn = Pruning.turn(transaction);
            return turn.isEmpty() ? NOTHING : prune(transaction, turn.get(), limit);
        });
        if (done.due()) {
            partitions.keep();
        }
        return done.pruned();
    }

    private record Done(Pruned pruned, boolean due) {}

    private static Done prune(Transaction transaction, Pruning.Turn turn, int limit) throws SQLException {
        try (var workers = transaction.call(PRUNE_WORKERS)) {
            workers.duration(KEEP_WORKERS).run();
        }
        Keys.prune(transaction);
        var jobs = Pruning.prune(transaction, turn, limit);
        return new Done(new Pruned(jobs.count(), Piles.prune(transaction) || jobs.behind()), turn.due());
    }
}
