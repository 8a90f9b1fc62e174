package dev.windlass.store.postgres;

import dev.windlass.store.NewJob;
import dev.windlass.task.Due;
import java.sql.Connection;
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
     * order of the batch.
     */
    private static final String ACCEPT = """
            with clock as materialized (select windlass_now() as at),
            i as materialized (
              select nextval('place') as position, n.*, at,
                     coalesce(windlass_after(at, delay), greatest(instant, at)) as due
              from clock, unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::bigint[], ?::text[], ?::bigint[],
                                 ?::bigint[], ?::bytea[], ?::bigint[], ?::timestamptz[])
                   as n(id, parent, task, queue, lane, type, version, crc, bytes, delay, instant)),
            base as (
              insert into job (id, parent, accepted, due, position, task, queue, lane,
                               payload_type, payload_version, payload_crc, payload)
              select id, parent, at, due, position, task, queue, lane, type, version, crc, bytes
              from i
              order by id
              on conflict do nothing
              returning *),
            present as (
              insert into ready (position, job, fence, since, failures, losses, releases, lane, suspect, queue)
              select position, id, 0, accepted, 0, 0, 0, lane, false, queue
              from base
              where due <= accepted),
            future as (
              insert into scheduled (due, job, fence, since, failures, releases, lane, queue)
              select due, id, 0, accepted, 0, 0, lane, queue
              from base
              where due > accepted)
            select at from clock
            """;

    private Acceptance() {}

    /** Answers the store's time. A batch that names a job twice accepts its first mention. */
    static Instant write(Connection connection, Collection<NewJob> jobs) throws SQLException {
        var first = new LinkedHashMap<Object, NewJob>();
        jobs.forEach(job -> first.putIfAbsent(job.id(), job));
        var batch = List.copyOf(first.values());
        try (var accept = new Call(connection, ACCEPT)) {
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
