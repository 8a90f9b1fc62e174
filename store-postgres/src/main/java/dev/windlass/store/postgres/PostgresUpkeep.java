package dev.windlass.store.postgres;

import dev.windlass.store.Expired;
import dev.windlass.store.Keep;
import dev.windlass.store.Promoted;
import dev.windlass.store.Pruned;
import dev.windlass.store.Sight;
import dev.windlass.store.Upkeep;
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

    private static final String PRUNE = """
            with over as materialized (
              select job as old, coalesce(marks, 0) & 1 <> 0 as termed
              from windlass.ended
              where keep_until <= (select windlass.windlass_now())
              order by keep_until
              limit ?
              for update skip locked),
            gone as (delete from windlass.ended using over where job = old returning job),
            bases as (delete from windlass.job using over where id = old),
            piles as (update windlass.pile set loose = (select windlass.windlass_now()) from over where job = old),
            attempts as (delete from windlass.attempt using over where job = old),
            checkpoints as (delete from windlass.checkpoint using over where job = old),
            progresses as (delete from windlass.progress using over where job = old),
            logs as (delete from windlass.log using over where job = old),
            texts as (delete from windlass.terms using over where job = old and termed),
            tags as (delete from windlass.tag using over where job = old and termed)
            select count(*) as removed from gone
            """;

    /** A row goes only after its last lease: a lease without a row would have no holder to name in the history. */
    private static final String PRUNE_WORKERS = """
            delete from windlass.worker w
            where ended and windlass.windlass_after(until, ?) <= (select windlass.windlass_now())
              and not exists (select 1 from windlass.lease l where l.worker = w.id)
            """;

    private static final Duration KEEP_WORKERS = Duration.ofDays(1);

    private final Database database;

    PostgresUpkeep(Database database) {
        this.database = database;
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

    @Override
    public Pruned prune(int limit) {
        return database.transact(transaction -> {
            try (var jobs = transaction.call(PRUNE);
                    var workers = transaction.call(PRUNE_WORKERS)) {
                workers.duration(KEEP_WORKERS).run();
                Keys.prune(transaction);
                var removed = jobs.number(limit).get(row -> row.integer("removed"));
                return new Pruned(removed, Piles.prune(transaction) || removed == limit);
            }
        });
    }
}
