package dev.windlass.store.postgres;

import dev.windlass.store.Accepted;
import dev.windlass.store.NewJob;
import dev.windlass.store.PartList;
import dev.windlass.task.Due;
import dev.windlass.task.JobId;
import dev.windlass.task.Terms;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/** Writes new jobs, those of an accept as well as children. */
final class Acceptance {
    /**
     * Everything hangs on the insert of the base row having happened, so a repeat changes nothing in whatever state the job is. Base
     * rows go in by id: two batches that share ids wait for each other in one order and cannot deadlock. Places go by the
     * order of the batch. Due time and marks stand in the base row so that what it inserted need not be joined with what was asked.
     *
     * <p>Nothing happens, and nothing is answered, if the rules of queues are of another edition by now.
     */
    private static final String ACCEPT = """
            with clock as materialized (
              select windlass.windlass_now() as at where (select edition from windlass.control) = ?),
            i as materialized (
              select nextval('windlass.place') as number, n.*, at,
                     coalesce(windlass.windlass_after(at, delay), greatest(instant, at)) as due
              from clock, unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::bigint[], ?::text[], ?::bigint[],
                                 ?::bigint[], ?::bytea[], ?::bigint[], ?::timestamptz[], ?::bigint[], ?::bigint[])
                   as n(id, parent, task, queue, lane, type, version, crc, payload, delay, instant, marks, bytes)),
            base as (
              insert into windlass.job (id, parent, number, accepted, due, bytes, payload_crc, payload_version, marks, lane,
                                        task, queue, payload_type, payload)
              select id, parent, number, at, nullif(due, at), bytes, crc, version, marks, lane, task, queue, type, payload
              from i
              order by id
              on conflict do nothing
              returning *),
            present as (
              insert into windlass.ready (position, job, fence, since, failures, losses, releases, weight, marks, line, queue)
              select number, id, 0, accepted, 0, 0, 0, octet_length(payload), coalesce(marks, 0), lane, queue
              from base
              where due is null and coalesce(marks, 0) & 16 = 0),
            future as (
              insert into windlass.scheduled (due, job, fence, since, failures, releases, weight, marks, lane, queue)
              select due, id, 0, accepted, 0, 0, octet_length(payload), coalesce(marks, 0), lane, queue
              from base
              where due is not null)%s
            """;

    /** Most jobs bring nothing, go where nobody counts, and may start at once: 60 microseconds less for an accept of eight. */
    private static final String PRESENT = """
            with clock as materialized (
              select windlass.windlass_now() as at where (select edition from windlass.control) = ?),
            base as (
              insert into windlass.job (id, parent, number, accepted, payload_crc, payload_version, lane, task, queue,
                                        payload_type, payload)
              select id, parent, number, at, crc, version, lane, task, queue, type, payload
              from (
                     select nextval('windlass.place') as number, n.*, at
                     from clock, unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::bigint[], ?::text[], ?::bigint[],
                                        ?::bigint[], ?::bytea[])
                          as n(id, parent, task, queue, lane, type, version, crc, payload)) i
              order by id
              on conflict do nothing
              returning number, id, accepted, octet_length(payload) as weight, lane, queue),
            present as (
              insert into windlass.ready (position, job, fence, since, failures, losses, releases, weight, marks, line, queue)
              select number, id, 0, accepted, 0, 0, 0, weight, 0, lane, queue
              from base)
            select at, '{}'::uuid[] as fresh from clock
            """;

    /** Most jobs bring nothing and go where nobody counts, and nobody asks which of them are new. */
    private static final String PLAIN = ACCEPT.formatted("""

            select at, '{}'::uuid[] as fresh from clock""");

    /**
     * Jobs with limits (16) are let into their lanes by the grant alone; till then they wait for a permit (1), in line (1024). Those
     * in queues with a bound (8) are counted.
     */
    private static final String FULL = ACCEPT.formatted("""
            ,
            limited as (
              insert into windlass.waiting (job, fence, since, failures, losses, releases, weight, marks, reason, line, queue)
              select id, 0, accepted, 0, 0, 0, octet_length(payload), marks | 1024, 1, lane, queue
              from base
              where due is null and coalesce(marks, 0) & 16 <> 0),
            counted as (
              insert into windlass.depth (jobs, bytes, queue)
              select count(*), sum(coalesce(bytes, octet_length(payload))), queue
              from base
              where marks & 8 <> 0
              group by queue)
            select at, array(select id from base) as fresh from clock""");

    /** Held until the commit by whoever accepts, and taken before the look at the rules: see {@link Counting}. */
    static final String GATE = "lock table windlass.control in row share mode";

    private final Transaction transaction;
    private final Door door;
    private final Extent extent;
    private Rules rules;

    private Acceptance(Transaction transaction, Door door, Extent extent) {
        this.transaction = transaction;
        this.door = door;
        this.extent = extent;
        this.rules = transaction.ruled().last();
    }

    /** Which statement accepts a batch: the shortest that has room for what its jobs bring. */
    private enum Form {
        PRESENT(Acceptance.PRESENT),
        PLAIN(Acceptance.PLAIN),
        FULL(Acceptance.FULL);

        private final String sql;

        Form(String sql) {
            this.sql = sql;
        }
    }

    /** What else happens in the transaction. */
    private enum Extent {
        ALONE,
        AMONG_OTHERS
    }

    /** Who lets jobs into a queue, or throws. */
    @FunctionalInterface
    private interface Door {
        void pass(Transaction transaction, Rules rules, List<NewJob> batch) throws SQLException;
    }

    /** Accepts jobs from outside, or refuses them all. A batch that names a job twice accepts its first mention. */
    static Accepted accept(Transaction transaction, Collection<NewJob> jobs) throws SQLException {
        return new Acceptance(transaction, Depths::admit, Extent.AMONG_OTHERS).write(jobs);
    }

    /** The same in a transaction in which nothing else happens, and which may be over when this returns. */
    static Accepted acceptAlone(Transaction transaction, Collection<NewJob> jobs) throws SQLException {
        return new Acceptance(transaction, Depths::admit, Extent.ALONE).write(jobs);
    }

    /** Accepts children, and jobs from another store, which no queue refuses. */
    static Accepted add(Transaction transaction, Collection<NewJob> children) throws SQLException {
        return new Acceptance(transaction, (same, rules, batch) -> {}, Extent.AMONG_OTHERS).write(children);
    }

    private Accepted write(Collection<NewJob> jobs) throws SQLException {
        var first = new LinkedHashMap<JobId, NewJob>();
        jobs.forEach(job -> first.putIfAbsent(job.id(), job));
        var batch = List.copyOf(first.values());
        door.pass(transaction, rules, batch);
        if (batch.stream().anyMatch(Acceptance::hasTerms)) {
            return writeTermed(batch);
        }
        Piles.adopt(transaction, batch);
        return new Accepted(insert(batch).at());
    }

    private static boolean hasTerms(NewJob job) {
        return !job.terms().equals(Terms.NONE);
    }

    /** Keys come first, for they tell which jobs there are to be; what hangs on jobs comes after them, for those that are new. */
    private Accepted writeTermed(List<NewJob> batch) throws SQLException {
        var keys = Keys.take(transaction, batch);
        var coming = batch.stream()
                .filter(job -> !keys.firsts().containsKey(job.id()))
                .toList();
        Piles.adopt(transaction, coming);
        var written = insert(coming);
        Keys.giveBack(transaction, keys, written.fresh());
        var termed = coming.stream()
                .filter(job -> hasTerms(job) && written.fresh().contains(job.id()))
                .toList();
        if (!termed.isEmpty()) {
            TermRows.write(transaction, termed, written.at());
            Limiting.accepted(transaction, termed);
        }
        Answering.act(transaction, batch, keys.firsts(), written.at());
        return new Accepted(written.at(), keys.firsts());
    }

    /** The store's time, and which of the jobs were not there before. */
    private record Written(Instant at, Set<JobId> fresh) {}

    /** Tried by the rules that are known, and again by those that hold, as often as somebody changes them in between. */
    private Written insert(List<NewJob> jobs) throws SQLException {
        while (true) {
            var form = form(jobs);
            try (var accept = call(form, jobs)) {
                var written = bind(accept.number(rules.edition()), form, jobs)
                        .find(row -> new Written(row.instant("at"), row.jobs("fresh")));
                if (written.isPresent()) {
                    return written.get();
                }
            }
            rules = transaction.ruled().read(transaction);
            door.pass(transaction, rules, jobs);
        }
    }

    private Form form(List<NewJob> jobs) {
        if (jobs.stream().anyMatch(job -> marks(job) != 0)) {
            return Form.FULL;
        }
        var isPresent = jobs.stream().allMatch(job -> job.due().equals(Due.NOW)) && !hasParts(jobs);
        return isPresent ? Form.PRESENT : Form.PLAIN;
    }

    private static boolean hasParts(List<NewJob> jobs) {
        return jobs.stream().anyMatch(job -> PartList.in(job.payload()).isPresent());
    }

    /** Where nothing was done before and nothing follows, the commit goes along: if the rules are others by now, it commits nothing. */
    private Call call(Form form, List<NewJob> jobs) throws SQLException {
        var isAll = extent == Extent.ALONE && form != Form.FULL && !hasParts(jobs);
        return isAll ? transaction.lastAfter(form.sql, GATE) : transaction.callAfter(form.sql, GATE);
    }

    private Call bind(Call accept, Form form, List<NewJob> batch) throws SQLException {
        accept.jobs(batch, NewJob::id)
                .jobs(batch, job -> job.parent().orElse(null))
                .texts(batch, NewJob::task)
                .texts(batch, NewJob::queue)
                .numbers(batch, job -> job.lane().code())
                .texts(batch, job -> job.payload().type())
                .numbers(batch, job -> job.payload().version())
                .numbers(batch, job -> job.payload().crc())
                .bytes(batch, job -> job.payload().bytes());
        if (form == Form.PRESENT) {
            return accept;
        }
        return accept.dues(batch, NewJob::due)
                .numbers(batch, job -> marks(job) == 0 ? null : marks(job))
                .numbers(
                        batch,
                        job -> PartList.in(job.payload()).map(PartList::bytes).orElse(null));
    }

    private int marks(NewJob job) {
        var terms = job.terms();
        return (hasTerms(job) ? Mark.TERMS.bit() : 0)
                | Keys.mark(terms)
                | (terms.limits().isEmpty() ? 0 : Mark.LIMITED.bit())
                | (terms.expires().isEmpty() ? 0 : Mark.EXPIRES.bit())
                | (rules.counts(job.queue()) ? Mark.COUNTED.bit() : 0);
    }
}
