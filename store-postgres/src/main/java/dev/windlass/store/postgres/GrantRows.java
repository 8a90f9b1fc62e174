package dev.windlass.store.postgres;

import dev.windlass.store.GrantPlan;
import dev.windlass.task.JobId;
import dev.windlass.task.Rate;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What a grant reads and writes: a number of statements that does not depend on how many keys or jobs there are. */
final class GrantRows {
    /** Looks that one grant takes away. */
    static final int MOST_LOOKS = 1_000;

    /** The outlook of each queue, and whether something waits that is no queue's: all is answered from the first entries of indexes. */
    private static final String OUTLOOK = """
            select i.queue,
                   i.ahead - (select count(*)
                              from (select 1
                                    from windlass.ready r
                                    where r.queue = i.queue and r.marks & 32 <> 0
                                    limit i.ahead) as standing) as room,
                   t.at as lowest,
                   ceil(extract(epoch from t.at - c.at) * 1000000)::bigint as wait,
                   exists (select 1 from windlass.queue q where q.name = i.queue and q.paused) as paused,
                   exists (select 1 from windlass.look)
                     or exists (select 1 from windlass.turn n where n.queue = '' and n.at <= c.at)
                     or exists (
                       select 1
                       from windlass.queue q
                       where q.paused and exists (
                         select 1 from windlass.ready r where r.queue = q.name and r.marks & 32 <> 0)) as stirs
            from (select windlass.windlass_now() as at offset 0) as c
                 cross join unnest(?::text[], ?::bigint[]) as i(queue, ahead)
                 left join lateral (
                   select n.at from windlass.turn n where n.queue = i.queue order by n.at, n.number limit 1) as t on true
            """;

    /** Waits for the grant before this one. Locked before anything is read, so every other statement sees what that one did. */
    static final String LOCK = "select only_row from windlass.granter for update";

    private static final String NOW = "select windlass.windlass_now() as at";

    private static final String ABSORB = """
            with seen as materialized (select number, key from windlass.look order by number limit ?),
            gone as (delete from windlass.look l using seen s where l.number = s.number)
            select key from seen group by key order by min(number)
            """;

    /**
     * Walks from each queue in which jobs wait for the key to the next one, past all the jobs of each. A key that is to be looked at already
     * keeps its turn.
     */
    private static final String WAKE = """
            insert into windlass.turn as t (queue, key, at, number)
            select queue, key, ?, nextval('windlass.place')
            from (
              select w.queue, i.key
              from unnest(?::bigint[]) with ordinality as i(key, ord) cross join lateral (
                with recursive walk as (
                  (select u.queue from windlass.use u where u.key = i.key and u.waits order by u.queue limit 1)
                  union all
                  select (select u.queue
                          from windlass.use u
                          where u.key = i.key and u.waits and u.queue > walk.queue
                          order by u.queue
                          limit 1)
                  from walk
                  where walk.queue is not null)
                select queue from walk where queue is not null) as w
              order by i.ord) as woken
            on conflict (queue, key) do update set at = excluded.at, number = excluded.number
            where t.at > excluded.at
            """;

    private static final String IDLE = "delete from windlass.turn where queue = '' and at <= ? returning key";

    private static final String DUE = """
            select i.queue, t.key
            from unnest(?::text[]) with ordinality as i(queue, ord) cross join lateral (
              select n.key, n.at, n.number
              from windlass.turn n
              where n.queue = i.queue and n.at <= ?
              order by n.at, n.number
              limit ?) as t
            order by i.ord, t.at, t.number
            """;

    /**
     * Permits and bucket in one statement: a claim moves a token from the one to the other meanwhile, and two statements could see it in
     * neither. A bound of thousands is counted no further than it says.
     */
    private static final String KEYS = """
            select k.number, k."full", f.kind, f.count, f.period, f.burst,
                   (select count(*)
                    from (select 1
                          from windlass.use u
                          where u.key = k.number and u.held
                          limit case f.kind when 1 then f.count when 4 then %d else 1 end) as h) as held,
                   case when f.kind = 3
                        then (select u.job from windlass.use u where u.key = k.number order by u.line limit 1) end as head
            from windlass.limit_key k left join lateral %s as f on true
            where k.number = any (?::bigint[])
            """.formatted(Rate.MOST, Bounds.IN_FORCE);

    /** The first of each line, with all the keys of each; and whether the job still waits for what its row says. */
    private static final String FIRST = """
            select i.queue, i.key, u.job, o.key as part, w.job is not null as waits
            from unnest(?::text[], ?::bigint[], ?::bigint[]) with ordinality as i(queue, key, most, ord)
                 cross join lateral (
                   select v.job, v.line
                   from windlass.use v
                   where v.key = i.key and v.queue = i.queue and v.waits
                   order by v.line
                   limit i.most) as u
                 cross join lateral (select key from windlass.use v where v.job = u.job offset 0) as o
                 left join lateral (
                   select job from windlass.waiting where job = u.job and reason in (1, 2) offset 0) as w on true
            order by i.ord, u.line, u.job, o.key
            """;

    /** Whoever takes one of them away meanwhile was faster. In the order of ids, as all who lock several. */
    private static final String STILL = """
            select job
            from windlass.waiting
            where job = any (?::uuid[]) and reason in (1, 2)
            order by job
            for update
            """;

    /** Positions in the order of the grants. */
    private static final String PASS = """
            with i as materialized (
              select * from unnest(?::uuid[], ?::boolean[]) with ordinality as i(passer, rated, ord)),
            gone as materialized (
              select w.*, i.rated, i.ord
              from i cross join lateral (select * from windlass.waiting where job = i.passer offset 0) as w
              order by i.ord),
            left_line as (
              delete from windlass.waiting where job = any (array(select job from gone))),
            present as (
              insert into windlass.ready (position, job, fence, since, first_claimed, failures, losses, releases, weight,
                                          marks, line, queue)
              select nextval('windlass.place'), job, fence, ?, first_claimed, failures, losses, releases, weight,
                     (marks & ~1024) | 32 | (case when rated then 256 else 0 end), line, queue
              from (select * from gone order by ord) as g)
            update windlass.use set held = true, waits = false where job = any (array(select job from gone))
            """;

    private static final String GO_OVER = """
            with i as materialized (select * from unnest(?::uuid[], ?::bigint[], ?::bigint[]) as i(mover, key, reason)),
            told as (update windlass.waiting w set reason = i.reason from i where w.job = i.mover)
            update windlass.use u set waits = (u.key = i.key) from i where u.job = i.mover
            """;

    private static final String REST = """
            delete from windlass.turn t
            using unnest(?::text[], ?::bigint[]) as i(queue, key)
            where t.queue = i.queue and t.key = i.key
            """;

    private static final String PUT = """
            insert into windlass.turn as t (queue, key, at, number)
            select queue, key, at, nextval('windlass.place')
            from (
              select *
              from unnest(?::text[], ?::bigint[], ?::timestamptz[]) with ordinality as i(queue, key, at, ord)
              order by ord) as i
            on conflict (queue, key) do update set at = excluded.at, number = excluded.number
            """;

    /** The line of a key in a queue. */
    record KeyLine(String queue, long key) {}

    /** How far a line is to be read. */
    record Wanted(KeyLine line, int most) {}

    /** A job in a line, all its keys, and whether it waits as its row says. */
    record Waiter(JobId job, List<Long> keys, boolean waits) {}

    /** A job that goes over to the line of another key. */
    record Mover(JobId job, KeyLine from, KeyLine to, int reason) {}

    /** A job that passes. */
    record Passer(JobId job, KeyLine from, boolean rated) {}

    /** When to look at a line. */
    record Look(KeyLine line, Instant at) {}

    /** What stands before a grant in one queue. */
    record Outlook(String queue, int room, Optional<Instant> lowest, Duration waits, boolean paused, boolean stirs) {
        static Outlook of(Row row) throws SQLException {
            return new Outlook(
                    row.text("queue"),
                    row.integer("room"),
                    row.findInstant("lowest"),
                    row.findDuration("wait").orElse(Duration.ZERO),
                    row.truth("paused"),
                    row.truth("stirs"));
        }

        /** Whoever asks may not know yet that the queue is paused. */
        boolean isServed() {
            return !paused && room > 0 && lowest.isPresent() && !isLater();
        }

        /** Whether its next turn is a token that is not there yet. */
        boolean sleeps() {
            return !paused && lowest.isPresent() && isLater();
        }

        private boolean isLater() {
            return waits.compareTo(Duration.ZERO) > 0;
        }
    }

    private final Transaction transaction;

    GrantRows(Transaction transaction) {
        this.transaction = transaction;
    }

    /** By the names of the queues, in their order. */
    Map<String, Outlook> outlook(GrantPlan plan) throws SQLException {
        var ahead = List.copyOf(plan.ahead().entrySet());
        var outlook = new TreeMap<String, Outlook>();
        try (var call = transaction.call(OUTLOOK)) {
            for (var queue : call.texts(ahead, Map.Entry::getKey)
                    .numbers(ahead, Map.Entry::getValue)
                    .list(Outlook::of)) {
                outlook.put(queue.queue(), queue);
            }
        }
        return outlook;
    }

    /** From here on nobody else grants until this transaction ends; answers the time. */
    Instant lock() throws SQLException {
        try (var lock = transaction.call(LOCK);
                var now = transaction.call(NOW)) {
            lock.list(row -> true);
            return now.get(row -> row.instant("at"));
        }
    }

    /** Takes away what others have left to look at, and wakes whoever waits there. Answers whether there may be more of it. */
    boolean absorb(Instant now) throws SQLException {
        List<Long> keys;
        try (var call = transaction.call(ABSORB)) {
            keys = call.number(MOST_LOOKS).list(row -> row.number("key"));
        }
        var over = new HashSet<>(keys);
        try (var call = transaction.call(IDLE)) {
            over.addAll(call.instant(now).list(row -> row.number("key")));
        }
        wake(keys, now);
        LimitKeys.forget(transaction, over, now);
        return keys.size() == MOST_LOOKS;
    }

    private void wake(List<Long> keys, Instant now) throws SQLException {
        if (!keys.isEmpty()) {
            try (var call = transaction.call(WAKE)) {
                call.instant(now).numbers(keys, key -> key).run();
            }
        }
    }

    List<KeyLine> due(List<String> queues, Instant now, int most) throws SQLException {
        try (var call = transaction.call(DUE)) {
            return call.texts(queues)
                    .instant(now)
                    .number(most)
                    .list(row -> new KeyLine(row.text("queue"), row.number("key")));
        }
    }

    List<GrantKey> keys(Collection<Long> numbers) throws SQLException {
        if (numbers.isEmpty()) {
            return List.of();
        }
        try (var call = transaction.call(KEYS)) {
            return call.numbers(List.copyOf(numbers), number -> number).list(GrantKey::of);
        }
    }

    /** The first jobs of these lines, in the order of the lines, a row for each key of a job. */
    List<Part> first(List<Wanted> wanted) throws SQLException {
        try (var call = transaction.call(FIRST)) {
            return call.texts(wanted, one -> one.line().queue())
                    .numbers(wanted, one -> one.line().key())
                    .numbers(wanted, Wanted::most)
                    .list(Part::of);
        }
    }

    /** A key of a job that stands in a line. */
    record Part(KeyLine line, JobId job, long key, boolean waits) {
        static Part of(Row row) throws SQLException {
            return new Part(
                    new KeyLine(row.text("queue"), row.number("key")),
                    row.job("job"),
                    row.number("part"),
                    row.truth("waits"));
        }
    }

    /** Locks those of these jobs that still wait for their limits. */
    Set<JobId> stillWaiting(List<JobId> jobs) throws SQLException {
        if (jobs.isEmpty()) {
            return Set.of();
        }
        try (var call = transaction.call(STILL)) {
            return Set.copyOf(call.jobs(jobs, job -> job).list(row -> row.job("job")));
        }
    }

    void pass(List<Passer> passers, Instant now) throws SQLException {
        if (!passers.isEmpty()) {
            try (var call = transaction.call(PASS)) {
                call.jobs(passers, Passer::job)
                        .truths(passers, Passer::rated)
                        .instant(now)
                        .run();
            }
        }
    }

    /** There they are looked at with the next grant, and not before the key has room. */
    void goOver(List<Mover> movers, Instant now) throws SQLException {
        if (!movers.isEmpty()) {
            try (var call = transaction.call(GO_OVER)) {
                call.jobs(movers, Mover::job)
                        .numbers(movers, mover -> mover.to().key())
                        .numbers(movers, Mover::reason)
                        .run();
            }
            wake(movers.stream().map(mover -> mover.to().key()).distinct().toList(), now);
        }
    }

    /** Nobody can pass there until somebody wakes the key. */
    void rest(List<KeyLine> lines) throws SQLException {
        if (!lines.isEmpty()) {
            try (var call = transaction.call(REST)) {
                call.texts(lines, KeyLine::queue).numbers(lines, KeyLine::key).run();
            }
        }
    }

    /** Looks there from that time on and not before, behind the others of that time. */
    void put(List<Look> looks) throws SQLException {
        if (!looks.isEmpty()) {
            try (var call = transaction.call(PUT)) {
                call.texts(looks, look -> look.line().queue())
                        .numbers(looks, look -> look.line().key())
                        .instants(looks, Look::at)
                        .run();
            }
        }
    }
}
