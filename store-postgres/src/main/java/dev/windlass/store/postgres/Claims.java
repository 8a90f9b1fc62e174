package dev.windlass.store.postgres;

import dev.windlass.store.ClaimPlan;
import dev.windlass.store.Exchange;
import dev.windlass.store.Exchange.HolderState;
import dev.windlass.store.Lease;
import dev.windlass.store.WorkerId;
import dev.windlass.task.JobState;
import dev.windlass.task.Lane;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Gives ready jobs to workers, within the transaction of an exchange. */
final class Claims {
    /**
     * Takes the claim number. The lock on the row that comes with it orders this claim against everything that would end the row:
     * either the leases are there when the rescuer looks, or the row is seen to have ended here. Against everything that would
     * change the rules as well: the statement behind it, which travels with it, sees rules that hold until this claim commits.
     * Tells as well whether any job is parked, so that nobody looks for those while there are none.
     */
    private static final String NUMBER = """
            update windlass.worker set claimed = ?
            where id = ? and claimed < ? and not ended and not draining and until > (select windlass.windlass_now())
            returning exists (select 1 from windlass.waiting where reason = 5) as parked;
            select edition from windlass.control
            """;

    private static final String HOLDER = "select not ended as live from windlass.worker where id = ?";

    /**
     * Nobody looks for terms of a job that has none, for the expiry of one that has none, and for a checkpoint before the second
     * claim: conditions on the lease alone keep PostgreSQL from looking.
     */
    private static final String LEASED = """
            l.job, l.fence, l.position, l.line, l.queue, l.marks, l.failures, l.losses, l.releases,
            (extract(epoch from l.claimed - l.first_claimed) * 1000000)::bigint as age,
            b.task, b.payload_type, b.payload_version, b.payload_crc, b.payload as payload_bytes,
            c.type as checkpoint_type, c.version as checkpoint_version, c.crc as checkpoint_crc, c.bytes as checkpoint_bytes,
            case when l.marks & 1 <> 0 then (select t.text from windlass.terms t where t.job = l.job) end as terms,
            l.marks & 2048 <> 0 and exists (
              select 1 from windlass.expiry e
              where e.job = l.job and e.at <= l.claimed and not exists (
                select 1 from windlass.history h
                where h.job = e.job and (h.started is not null or h.ordinal > 0))) as expired
            """;

    private static final String BESIDE = """
            cross join lateral (select * from windlass.job where id = l.job offset 0) b
                 left join lateral (
                   select * from windlass.checkpoint where job = l.job and l.fence & 2147483647 > 1 offset 0) c on true
            """;

    /**
     * Looks in each place once, locks what nobody else has locked, takes it while count and bytes allow, and issues fences from the
     * generation that is valid in this very statement. Fences have 31 bits of counter. The lateral joins with their offset keep
     * the planner from reading whole tables.
     *
     * <p>Of jobs with permits (32) or a key that they hold until they start (4) no more are taken than can start at once, and nobody
     * of their line passes the first of them that cannot. What such a claim gives up or spends stands in the marks of the lease.
     *
     * <p>The time is given by claims that are counted by it.
     */
    private static final String TAKE = """
            with clock as materialized (
              select coalesce((?::timestamptz[])[1], windlass.windlass_now()) as at,
                     windlass.windlass_generation() << 31 as generation),
            entry as materialized (
              select * from unnest(?::text[], ?::bigint[], ?::bigint[], ?::boolean[], ?::bigint[], ?::boolean[])
                            with ordinality as e(queue, line, quota, starting, most, paced, ord)),
            picked as materialized (
              select e.ord, e.queue, e.most, r.tid, r.position, r.weight, (e.starting or r.marks & 36 <> 0)::int as start
              from entry e cross join lateral (
                STANDING) r),
            gone as (
              delete from windlass.PLACE
              where ctid = any (array(
                select tid
                from (
                  select tid, row_number() over upto as number, sum(weight) over upto - weight as before
                  from (
                    select tid, ord, position, weight,
                           sum(start) over (
                             partition by ord order by position rows between unbounded preceding and current row) as in_line,
                           sum(start) over (
                             order by ord, position rows between unbounded preceding and current row) as in_all
                    from ALLOWED) as counted
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
            select %s, (extract(epoch from l.claimed - l.since) * 1000000)::bigint as waited
            from (
                   select job, generation + (fence & 2147483647) + 1 as fence, position, at as claimed,
                          coalesce(first_claimed, at) as first_claimed, since, failures, losses, releases, marks, line, queue
                   from gone, clock) l
                 %s
            """.formatted(LEASED, BESIDE);

    private static final String READY = """
            select ctid as tid, position, weight, marks
                from windlass.ready
                where ready.queue = e.queue and ready.line = e.line
                order by position
                limit e.quota
                for update skip locked""";

    private static final String CLAIM = TAKE.replace("ALLOWED", "picked")
            .replace("IS_PACED", "false")
            .replace("PLACE", "ready")
            .replace("STANDING", READY);

    /** Where queues of the plan have rules: no more of a queue than it may give, over all its lanes. */
    private static final String BY_RULES = TAKE.replace("ALLOWED", """
            (
                      select *, row_number() over (partition by queue order by ord, position) as of_queue from picked) as p
                    where most is null or of_queue <= most""")
            .replace("IS_PACED", "exists (select 1 from entry e where e.queue = gone.queue and e.paced)");

    private static final String CLAIM_BY_RULES =
            BY_RULES.replace("PLACE", "ready").replace("STANDING", READY);

    /**
     * For each task of the worker a look at the index, at no more rows than are wanted: what is parked for others is not read. Of one
     * task older payloads come first.
     */
    private static final String CLAIM_PARKED =
            BY_RULES.replace("PLACE", "waiting").replace("STANDING", """
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
                limit e.quota""");

    private static final String GIVEN = """
            select %s, null::bigint as waited
            from windlass.lease l %s
            where l.worker = ? and l.claim = ?
            order by l.position
            """.formatted(LEASED, BESIDE);

    private static final String SUSPECTS = """
            select q as queue
            from unnest(?::text[]) as q
            where exists (select 1 from windlass.ready r where r.queue = q and r.line >= 4)
               or exists (
                 select 1
                 from windlass.waiting w
                 where w.reason = 5 and w.queue = q and w.line >= 4 and exists (
                   select 1
                   from windlass.worker me cross join lateral unnest(me.tasks, me.versions) as can(task, version)
                   where me.id = ? and can.task = w.parked_task and can.version >= w.parked_version))
            """;

    private final Transaction transaction;
    private final List<Untouched> back;
    private final List<Moved> moved = new ArrayList<>();
    private int starts;

    /** A claim, by a worker that gives these leases back before it. */
    Claims(Transaction transaction, List<Untouched> back) {
        this.transaction = transaction;
        this.back = back;
    }

    /** Claims by the plan, or answers what an earlier claim of this number was given. */
    Taken claim(Exchange.Ask ask) throws SQLException {
        var number = ask.plan().entries().isEmpty() ? Optional.<Numbered>empty() : number(ask);
        if (number.isEmpty()) {
            Allowances.giveBack(transaction, back);
            return repeated(ask);
        }
        var rules = transaction.ruled().at(transaction, number.get().edition());
        var allowances = Allowances.of(transaction, rules, ask.plan(), back);
        var taken = new ArrayList<Lease>();
        for (var run : runs(ask.plan())) {
            if (number.get().anyParked()) {
                taken.addAll(take(ask, Look.atParked(run), taken, allowances));
            }
            taken.addAll(take(ask, Look.atReady(run), taken, allowances));
        }
        allowances.close();
        LooseEnds.tie(transaction, moved);
        return new Taken(HolderState.LIVE, taken, suspects(ask, allowances::isOpen), allowances.next(ask.plan()));
    }

    /** The claim has its number, and goes by the rules of this edition. */
    private record Numbered(boolean anyParked, long edition) {}

    /** Where a claim looks by one statement. Suspects come to claims of suspects alone, whether they stand ready or are parked. */
    private record Look(boolean isAtParked, List<ClaimPlan.Entry> entries) {
        static Look atParked(List<ClaimPlan.Entry> run) {
            return new Look(true, without(ClaimPlan.Kind.SOUND, run));
        }

        static Look atReady(List<ClaimPlan.Entry> run) {
            return new Look(false, without(ClaimPlan.Kind.PARKED, run));
        }

        String sql(Allowances allowances) {
            if (isAtParked) {
                return CLAIM_PARKED;
            }
            return entries.stream().anyMatch(entry -> allowances.isRuled(entry.queue())) ? CLAIM_BY_RULES : CLAIM;
        }

        private static List<ClaimPlan.Entry> without(ClaimPlan.Kind kind, List<ClaimPlan.Entry> run) {
            return run.stream().filter(entry -> entry.kind() != kind).toList();
        }
    }

    private Optional<Numbered> number(Exchange.Ask ask) throws SQLException {
        try (var call = transaction.call(NUMBER)) {
            var parked = call.number(ask.claimNumber())
                    .number(ask.worker().value())
                    .number(ask.claimNumber())
                    .find(row -> row.truth("parked"));
            return parked.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Numbered(parked.get(), call.then(row -> row.number("edition"))));
        }
    }

    private Taken repeated(Exchange.Ask ask) throws SQLException {
        if (!live(ask.worker())) {
            return new Taken(HolderState.ENDED, List.of(), List.of(), Optional.empty());
        }
        return new Taken(HolderState.LIVE, given(ask), suspects(ask, queue -> true), Optional.empty());
    }

    private boolean live(WorkerId worker) throws SQLException {
        try (var call = transaction.call(HOLDER)) {
            return call.number(worker.value()).find(row -> row.truth("live")).orElse(false);
        }
    }

    private List<Lease> given(Exchange.Ask ask) throws SQLException {
        try (var call = transaction.call(GIVEN)) {
            return call.number(ask.worker().value()).number(ask.claimNumber()).list(Claims::lease);
        }
    }

    /**
     * The plan, cut where it comes back to a place. Within one statement a place can be looked into once: the second look would
     * find the rows that the first has locked.
     */
    private static List<List<ClaimPlan.Entry>> runs(ClaimPlan plan) {
        var runs = new ArrayList<List<ClaimPlan.Entry>>();
        var seen = new HashSet<List<Object>>();
        for (var entry : plan.entries()) {
            var fresh = seen.add(List.of(entry.queue(), entry.lane(), entry.kind()));
            if (runs.isEmpty() || !fresh) {
                runs.add(new ArrayList<>());
                seen.retainAll(Set.of(List.of(entry.queue(), entry.lane(), entry.kind())));
            }
            runs.get(runs.size() - 1).add(entry);
        }
        return runs;
    }

    private List<Lease> take(Exchange.Ask ask, Look look, List<Lease> taken, Allowances allowances)
            throws SQLException {
        var room = ask.plan().total() - taken.size();
        var bytes = ClaimPlan.MOST_BYTES
                - taken.stream().mapToLong(lease -> lease.payload().size()).sum();
        var open = look.entries().stream()
                .filter(entry -> allowances.most(entry, room) > 0)
                .toList();
        if (open.isEmpty() || bytes <= 0) {
            return List.of();
        }
        try (var call = transaction.call(look.sql(allowances))) {
            allowances.bind(call, open, room);
            if (look.isAtParked()) {
                call.number(ask.worker().value());
            }
            var found = call.number(ask.plan().starts() - starts)
                    .number(room)
                    .number(bytes)
                    .number(ask.worker().value())
                    .number(ask.claimNumber())
                    .number(ask.worker().value())
                    .list(Taking::of);
            var started = look.isAtParked() ? started(found) : found;
            started.forEach(taking -> note(taking.moved(), allowances));
            return inOrder(open, started);
        }
    }

    /** Without those that a rate of theirs refuses: for what was parked nothing was set aside. */
    private List<Taking> started(List<Taking> found) throws SQLException {
        var oldest = found.stream()
                .sorted(Comparator.comparingLong(Taking::position))
                .map(Taking::moved)
                .toList();
        var refused = ParkedStarts.refused(transaction, oldest);
        return found.stream()
                .filter(taking -> !refused.contains(taking.moved().job()))
                .toList();
    }

    private void note(Moved job, Allowances allowances) {
        allowances.took(job.queue());
        if (allowances.starts(job.queue()) || job.has(Mark.PERMITTED) || job.has(Mark.KEY_UNTIL_STARTED)) {
            starts++;
        }
        if (job.isLoose()) {
            moved.add(job);
        }
    }

    /** The rows come as they were found; to sort them in the statement, each would be compared with the whole plan. */
    private static List<Lease> inOrder(List<ClaimPlan.Entry> run, List<Taking> found) {
        var rank = new HashMap<Place, Integer>();
        run.forEach(entry -> rank.putIfAbsent(new Place(entry.queue(), Line.of(entry)), rank.size()));
        return found.stream()
                .sorted(Comparator.<Taking>comparingInt(taking -> rank.getOrDefault(taking.place(), run.size()))
                        .thenComparingLong(Taking::position))
                .map(Taking::lease)
                .toList();
    }

    /** Not those of a queue that gives nothing: room would be made for a suspect that does not come. */
    private List<String> suspects(Exchange.Ask ask, Predicate<String> open) throws SQLException {
        var queues = ask.plan().entries().stream()
                .map(ClaimPlan.Entry::queue)
                .distinct()
                .filter(open)
                .toList();
        if (queues.isEmpty()) {
            return List.of();
        }
        try (var call = transaction.call(SUSPECTS)) {
            return call.texts(queues).number(ask.worker().value()).list(row -> row.text("queue"));
        }
    }

    private static Lease lease(Row row) throws SQLException {
        var terms = TermRows.readable(row.findText("terms"));
        return new Lease(
                row.lease(),
                row.text("task"),
                row.text("queue"),
                Lane.of(row.integer("line") & 3),
                row.tally(),
                Line.suspect(row.integer("line")),
                row.findDuration("age").orElse(Duration.ZERO),
                row.findDuration("waited").map(Claims::notNegative),
                row.findContent("payload_").orElseThrow(),
                row.findContent("checkpoint_"),
                terms.orElse(TermRows.DAMAGED),
                terms.isEmpty() ? Lease.Condition.TERMS_DAMAGED : Lease.Condition.of(row.truth("expired")));
    }

    /** The clock of another server, before a failover, may have been ahead of this one's. */
    private static Duration notNegative(Duration waited) {
        return waited.isNegative() ? Duration.ZERO : waited;
    }

    /** Where jobs stand in order. */
    private record Place(String queue, int line) {}

    /** A lease, and where its job stood. */
    private record Taking(Lease lease, Place place, long position, Moved moved) {
        static Taking of(Row row) throws SQLException {
            var lease = Claims.lease(row);
            var moved = new Moved(
                    lease.key().job(), JobState.RUNNING, row.integer("marks"), lease.queue(), Optional.empty(), false);
            return new Taking(lease, new Place(lease.queue(), row.integer("line")), row.number("position"), moved);
        }
    }

    /** What a claim came to. */
    record Taken(HolderState holder, List<Lease> leases, List<String> suspects, Optional<Duration> next) {}
}
