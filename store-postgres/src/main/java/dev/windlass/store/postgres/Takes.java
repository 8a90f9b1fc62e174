package dev.windlass.store.postgres;

/** The statements that take jobs, and what they answer. */
final class Takes {
    private static final String LEASED = """
            l.job, l.fence, l.position, l.line, l.queue, l.marks, l.failures, l.losses, l.releases,
            (extract(epoch from l.claimed - l.first_claimed) * 1000000)::bigint as age,
            b.task, b.payload_type, b.payload_version, b.payload_crc, b.payload as payload_bytes
            """;

    private static final String BASE = "cross join lateral (select * from windlass.job where id = l.job offset 0) b";

    /**
     * Looks in each place once, locks what nobody else has locked, takes it while count and bytes allow, and issues fences from the
     * generation that is valid in this very statement. Fences have 31 bits of counter. The lateral join with its offset keeps
     * the planner from reading whole tables.
     *
     * <p>Up to its share a place has one rank among the places, and beyond it another.
     *
     * <p>Of jobs with permits (32) or a key that they hold until they start (4) no more are taken than can start at once, and nobody
     * of their line passes the first of them that cannot. What such a claim gives up or spends stands in the marks of the lease.
     *
     * <p>The time is given by claims that are counted by it.
     */
    private static final String TAKE = """
            with clock as materialized (
              select coalesce((?::timestamptz[])[1], windlass.windlass_now()) as at,
                     windlass.windlass_generation() << 31 as generation
              GUARD),
            entry as materialized (
              select e.*
              from clock,
                   unnest(?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
                          ?::boolean[], ?::bigint[], ?::boolean[])
                     as e(queue, line, quota, share, rank, beyond, starting, most, paced)),
            picked as materialized (
              select e.queue, e.most, e.share, e.rank, e.beyond, r.tid, r.position, r.weight,
                     (e.starting or r.marks & 36 <> 0)::int as start
              from entry e cross join lateral (
                STANDING) r),
            gone as (
              delete from windlass.PLACE
              where ctid = any (array(
                select tid
                from (
                  select tid, row_number() over upto as number, sum(weight) over upto - weight as before
                  from (
                    select tid, ord, position, weight, in_line,
                           sum(start) over (
                             order by ord, position rows between unbounded preceding and current row) as in_all
                    from PLACED) as counted
                  where in_line = 0 or in_all <= ?
                  window upto as (order by ord, position rows between unbounded preceding and current row)) as weighed
                where number <= ? and before < ?))
              returning job, position, fence, since, first_claimed, failures, losses, releases, weight, marks, line, queue),
            leased as (
              insert into windlass.lease (job, fence, worker, claim, position, claimed, first_claimed,
                                          failures, losses, releases, weight, marks, line, paced, queue, host)
              select job, generation + (fence & 2147483647) + 1, ?, ?, position, at, coalesce(first_claimed, at),
                     failures, losses, releases, weight, marks & ~5380 | ((marks & 4) << 10) | ((marks & 256) << 1), line, IS_PACED, queue,
                     (select host from windlass.worker where id = ?)
              from gone, clock)
            """;

    private static final String TAKEN = """
            select %s, (extract(epoch from l.claimed - l.since) * 1000000)::bigint as waited
            from (
                   select job, generation + (fence & 2147483647) + 1 as fence, position, at as claimed,
                          coalesce(first_claimed, at) as first_claimed, since, failures, losses, releases, marks, line, queue
                   from gone, clock) l
                 %s
            """.formatted(LEASED, BASE);

    private static final String PLACED = """
            (
                      select tid, queue, most, position, weight, start,
                             case when row_number() over in_place <= share then rank else beyond end as ord,
                             sum(start) over in_place as in_line
                      from picked
                      window in_place as (
                        partition by rank order by position rows between unbounded preceding and current row)) as placed""";

    private static final String READY = """
            select ctid as tid, position, weight, marks
                from windlass.ready
                where ready.queue = e.queue and ready.line = e.line
                order by position
                limit e.quota
                for update skip locked""";

    /** Jobs of queues without rules. */
    private static final String PLAIN = TAKE.replace("PLACED", PLACED)
            .replace("IS_PACED", "false")
            .replace("PLACE", "ready")
            .replace("STANDING", READY);

    static final String CLAIM = PLAIN.replace("GUARD", "") + TAKEN;

    /**
     * The same, sent along with the number of the claim, before anybody knows whether that is a new one: takes nothing if it is not, if
     * the rules of queues are of another edition than those it was made by, or if anything is parked. Answers the edition in a row of its
     * own if it takes nothing.
     */
    static final String CLAIM_AT_ONCE = PLAIN.replace("GUARD", "from fresh").replace("with clock", """
            with fresh as materialized (
              select 1
              where exists (
                  select 1 from windlass.worker
                  where id = ? and xmin = pg_current_xact_id_if_assigned()::xid)
                and (select edition from windlass.control) = ?
                and not exists (select 1 from windlass.waiting where reason = 5)),
            clock""")
            + "select e.edition, t.* from windlass.control e left join (" + TAKEN + ") t on true";

    /** Where queues of the plan have rules: no more of a queue than it may give, over all its lanes. */
    private static final String BY_RULES = TAKE.replace("GUARD", "")
            .replace("PLACED", """
            (
                      select *, row_number() over (partition by queue order by ord, position) as of_queue
                      from PLACED) as allowed
                    where most is null or of_queue <= most""".replace("PLACED", PLACED))
            .replace("IS_PACED", "exists (select 1 from entry e where e.queue = gone.queue and e.paced)");

    static final String CLAIM_BY_RULES = BY_RULES.replace("PLACE", "ready").replace("STANDING", READY) + TAKEN;

    /**
     * For each task of the worker a look at the index, at no more rows than are wanted: what is parked for others is not read. Of one
     * task older payloads come first.
     */
    static final String CLAIM_PARKED = BY_RULES.replace("PLACE", "waiting").replace("STANDING", """
            select tid, position, weight, marks
                from windlass.worker me
                     cross join lateral unnest(me.tasks, me.versions) as can(task, version)
                     cross join lateral (
                       select ctid as tid, position, weight, marks
                       from windlass.waiting
                       where reason = 5 and waiting.queue = e.queue and waiting.line = e.line
                         and parked_task = can.task and parked_version <= can.version
                       order by parked_version, position
                       limit e.quota
                       for update skip locked) as p
                where me.id = ?
                order by position
                limit e.quota""") + TAKEN;

    static final String GIVEN = """
            select %s, null::bigint as waited
            from windlass.lease l %s
            where l.worker = ? and l.claim = ?
            order by l.position
            """.formatted(LEASED, BASE);

    private Takes() {}

    /** What a statement may still take. */
    record Room(int jobs, long bytes) {}
}
