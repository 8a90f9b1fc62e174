package dev.windlass.store.postgres;

import dev.windlass.store.Accepted;
import dev.windlass.store.NewJob;
import dev.windlass.task.JobId;
import dev.windlass.task.Terms;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes new jobs, those of an accept as well as children. */
final class Acceptance {
    /**
     * Everything hangs on the insert of the base row having happened, so a repeat changes nothing in whatever state the job is. Base
     * rows go in by id: two batches that share ids wait for each other in one order and cannot deadlock. Places go by the
     * order of the batch. Due time and marks stand in the base row so that what it inserted need not be joined with what was asked.
     */
    private static final String ACCEPT = """
            with clock as materialized (select windlass.windlass_now() as at),
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

    /** Most jobs bring nothing, and nobody asks which of them are new. */
    private static final String PLAIN = ACCEPT.formatted("""

            select at from clock""");

    /** Jobs with limits (16) are let into their lanes by the grant alone; till then they wait for a permit (1), in line (1024). */
    private static final String TERMED = ACCEPT.formatted("""
            ,
            limited as (
              insert into windlass.waiting (job, fence, since, failures, losses, releases, weight, marks, reason, line, queue)
              select id, 0, accepted, 0, 0, 0, octet_length(payload), marks | 1024, 1, lane, queue
              from base
              where due is null and coalesce(marks, 0) & 16 <> 0)
            select at, array(select id from base) as fresh from clock""");

    private Acceptance() {}

    /** A batch that names a job twice accepts its first mention. */
    static Accepted write(Transaction transaction, Collection<NewJob> jobs) throws SQLException {
        var first = new LinkedHashMap<JobId, NewJob>();
        jobs.forEach(job -> first.putIfAbsent(job.id(), job));
        var batch = List.copyOf(first.values());
        if (batch.stream().anyMatch(Acceptance::hasTerms)) {
            return writeTermed(transaction, batch);
        }
        Piles.adopt(transaction, batch);
        try (var accept = transaction.call(PLAIN)) {
            return bind(accept, batch).get(row -> new Accepted(row.instant("at")));
        }
    }

    private static boolean hasTerms(NewJob job) {
        return !job.terms().equals(Terms.NONE);
    }

    /** Keys come first, for they tell which jobs there are to be; what hangs on jobs comes after them, for those that are new. */
    private static Accepted writeTermed(Transaction transaction, List<NewJob> batch) throws SQLException {
        var keys = Keys.take(transaction, batch);
        var coming = batch.stream()
                .filter(job -> !keys.firsts().containsKey(job.id()))
                .toList();
        Piles.adopt(transaction, coming);
        var written = insert(transaction, coming);
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

    private static Written insert(Transaction transaction, List<NewJob> jobs) throws SQLException {
        try (var accept = transaction.call(TERMED)) {
            return bind(accept, jobs).get(row -> new Written(row.instant("at"), row.jobs("fresh")));
        }
    }

    private static Call bind(Call accept, List<NewJob> batch) throws SQLException {
        return accept.jobs(batch, NewJob::id)
                .jobs(batch, job -> job.parent().orElse(null))
                .texts(batch, NewJob::task)
                .texts(batch, NewJob::queue)
                .numbers(batch, job -> job.lane().code())
                .texts(batch, job -> job.payload().type())
                .numbers(batch, job -> job.payload().version())
                .numbers(batch, job -> job.payload().crc())
                .bytes(batch, job -> job.payload().bytes())
                .dues(batch, NewJob::due)
                .numbers(batch, Acceptance::marks)
                .numbers(batch, job -> null);
    }

    private static @Nullable Integer marks(NewJob job) {
        if (!hasTerms(job)) {
            return null;
        }
        var terms = job.terms();
        return Mark.TERMS.bit()
                | Keys.mark(terms)
                | (terms.limits().isEmpty() ? 0 : Mark.LIMITED.bit())
                | (terms.expires().isEmpty() ? 0 : Mark.EXPIRES.bit());
    }
}
