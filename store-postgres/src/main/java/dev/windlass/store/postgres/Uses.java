package dev.windlass.store.postgres;

import dev.windlass.task.JobId;
import java.sql.SQLException;
import java.util.List;

/**
 * The rows of use: jobs' places, waits and permits. Each is written by whoever moves its job, and by a grant that has locked the job's
 * waiting row; so nobody waits here for anybody.
 */
final class Uses {
    /**
     * A place at the end of the line, unless the job has one there, with no permit. The number of the place comes from the sequence here:
     * an accept that has returned drew lower ones than an accept that begins then. Of two that overlap, the one that commits later may have
     * the lower number, and a grant between their commits lets the other pass first: nobody was told an order of those two.
     */
    private static final String STAND = """
            with i as materialized (
              select *
              from unnest(?::uuid[], ?::bigint[], ?::text[], ?::boolean[], ?::boolean[]) with ordinality
                   as i(job, key, queue, waits, wakes, ord)),
            placed as (
              insert into windlass.use as u (job, key, line, waits, queue)
              select job, key, nextval('windlass.place'), waits, queue
              from (select * from i order by ord) as i
              on conflict (job, key) do update set waits = excluded.waits, held = false, queue = excluded.queue)
            insert into windlass.look (key) select distinct key from i where wakes
            """;

    private static final String LEAVE = """
            with gone as (delete from windlass.use where job = any (?::uuid[]) returning key)
            insert into windlass.look (key) select distinct key from gone
            """;

    /** Everything but the place in a sequence, which nobody may pass. */
    private static final String GIVE_BACK = """
            with part as materialized (
              select u.job, u.key, f.kind is not distinct from 3 as stays
              from windlass.use u
                   left join windlass.limit_key k on k.number = u.key
                   left join lateral %s as f on true
              where u.job = any (?::uuid[])),
            freed as (
              update windlass.use u
              set held = false, waits = false
              from part p
              where u.job = p.job and u.key = p.key and p.stays),
            gone as (
              delete from windlass.use u
              using part p
              where u.job = p.job and u.key = p.key and not p.stays)
            insert into windlass.look (key) select distinct key from part
            """.formatted(Bounds.IN_FORCE);

    private static final String FREE = """
            with freed as (
              update windlass.use set held = false, waits = false where job = any (?::uuid[]) and (held or waits) returning key)
            insert into windlass.look (key) select distinct key from freed
            """;

    /** A job's part in a key that is about to be: whether it stands in this line, and whether others may pass there now. */
    record Place(JobId job, long key, String queue, boolean waits, boolean wakes) {}

    private Uses() {}

    /** In the order of the list, which is that of the lines. */
    static void stand(Transaction transaction, List<Place> places) throws SQLException {
        if (places.isEmpty()) {
            return;
        }
        try (var call = transaction.call(STAND)) {
            call.jobs(places, Place::job)
                    .numbers(places, Place::key)
                    .texts(places, Place::queue)
                    .truths(places, Place::waits)
                    .truths(places, Place::wakes)
                    .run();
        }
    }

    /** The jobs have nothing to do with their keys any more. */
    static void leave(Transaction transaction, List<JobId> jobs) throws SQLException {
        write(transaction, LEAVE, jobs);
    }

    /** The jobs are SCHEDULED, or come back behind others. */
    static void giveBack(Transaction transaction, List<JobId> jobs) throws SQLException {
        write(transaction, GIVE_BACK, jobs);
    }

    /** The jobs neither wait for their keys nor hold them, and keep their places. */
    static void free(Transaction transaction, List<JobId> jobs) throws SQLException {
        write(transaction, FREE, jobs);
    }

    private static void write(Transaction transaction, String sql, List<JobId> jobs) throws SQLException {
        if (!jobs.isEmpty()) {
            try (var call = transaction.call(sql)) {
                call.jobs(jobs, job -> job).run();
            }
        }
    }
}
