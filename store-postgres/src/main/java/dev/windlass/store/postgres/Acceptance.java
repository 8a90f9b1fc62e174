package dev.windlass.store.postgres;

import dev.windlass.store.NewJob;
import dev.windlass.task.Due;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
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
              where due is not null)
            select at %s from clock
            """;

    /** Most accepts do not ask which jobs are new. */
    private static final String PLAIN = ACCEPT.formatted("");

    private Acceptance() {}

    /** Answers the store's time. A batch that names a job twice accepts its first mention. */
    static Instant write(Transaction transaction, Collection<NewJob> jobs) throws SQLException {
        var first = new LinkedHashMap<Object, NewJob>();
        jobs.forEach(job -> first.putIfAbsent(job.id(), job));
        var batch = List.copyOf(first.values());
        Piles.adopt(transaction, batch);
        try (var accept = transaction.call(PLAIN)) {
            return accept.jobs(batch, NewJob::id)
                    .jobs(batch, job -> job.parent().orElse(null))
                    .texts(batch, NewJob::task)
                    .texts(batch, NewJob::queue)
                    .numbers(batch, job -> job.lane().code())
                    .texts(batch, job -> job.payload().type())
                    .numbers(batch, job -> job.payload().version())
                    .numbers(batch, job -> job.payload().crc())
                    .bytes(batch, job -> job.payload().bytes())
                    .numbers(batch, job -> delay(job.due()))
                    .instants(batch, job -> instant(job.due()))
                    .numbers(batch, job -> null)
                    .numbers(batch, job -> null)
                    .get(row -> row.instant("at"));
        }
    }

    private static @Nullable Long delay(Due due) {
        return due instanceof Due.After after ? Call.micros(after.delay()) : null;
    }

    /** Rounded up to what the column keeps; anything before the epoch is long past, and timestamptz begins later than Instant. */
    private static @Nullable Instant instant(Due due) {
        if (!(due instanceof Due.At at)) {
            return null;
        }
        return at.instant().isBefore(Instant.EPOCH) ? Instant.EPOCH : upToMicros(at.instant());
    }

    private static Instant upToMicros(Instant instant) {
        var down = instant.truncatedTo(ChronoUnit.MICROS);
        return down.equals(instant) ? down : down.plus(1, ChronoUnit.MICROS);
    }
}
