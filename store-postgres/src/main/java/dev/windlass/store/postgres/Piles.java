package dev.windlass.store.postgres;

import dev.windlass.store.NewJob;
import dev.windlass.store.PartList;
import dev.windlass.store.PartStore;
import dev.windlass.store.StoreException;
import dev.windlass.task.Content;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.JobId;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/**
 * Stages the parts of large payloads, gives them to their jobs, and removes those that have none. Whoever changes which parts there are
 * holds the row of their pile, so what is counted under its lock stays.
 */
final class Piles {
    /** Most parts that one call removes: 8 MiB. */
    private static final int MOST_REMOVED = 32;

    /** A pile that belongs to a job is not loose, is not updated, and so brings no part in. */
    private static final String STAGE = """
            with pile as (
              insert into windlass.pile as p (job, loose)
              values (?, windlass.windlass_after((select windlass.windlass_now()), ?))
              on conflict (job) do update set loose = excluded.loose where p.loose is not null
              returning job)
            insert into windlass.part (job, part, type, version, crc, bytes)
            select job, ?, ?, ?, ?, ?
            from pile
            on conflict (job, part) do update
              set type = excluded.type, version = excluded.version, crc = excluded.crc, bytes = excluded.bytes
            """;

    private static final String DROP = """
            update windlass.pile set loose = (select windlass.windlass_now())
            where job = ? and loose is not null
            """;

    /** By id, so that two accepts that share jobs wait for each other in one order. */
    private static final String LOCK = "select job from windlass.pile where job = any (?) order by job for update";

    /**
     * What a stage or a prune was about while the lock was waited for is seen by a statement that began after it. A job that is
     * known has its parts already, and a repeat of its accept gives it no others.
     */
    private static final String COUNT = """
            select job, parts, (select count(*) from windlass.part p where p.job = i.job) as there
            from unnest(?::uuid[], ?::bigint[]) with ordinality as i(job, parts, ord)
            where not exists (select 1 from windlass.job j where j.id = i.job)
            order by ord
            """;

    private static final String ADOPT = "update windlass.pile set loose = null where job = any (?)";

    /**
     * A pile that somebody has locked is being staged or accepted, and one that was is no longer over by the time the lock is
     * here. Parts beyond the first are left for the next call, and the pile with them.
     */
    private static final String PRUNE = """
            with over as materialized (
              select job as old
              from windlass.pile
              where loose <= (select windlass.windlass_now())
              order by loose
              limit 1
              for update skip locked),
            cut as (
              delete from windlass.part
              where (job, part) in (
                select job, part from windlass.part where job = (select old from over) order by part limit ?)
              returning part),
            removed as (
              delete from windlass.pile using over where job = old and (select count(*) from cut) < ?)
            select old from over
            """;

    private Piles() {}

    static void stage(Transaction transaction, JobId job, int part, Content bytes) throws SQLException {
        try (var call = transaction.call(STAGE)) {
            call.job(job)
                    .duration(PartStore.UNCLAIMED)
                    .number(part)
                    .content(bytes)
                    .run();
        }
    }

    static void drop(Transaction transaction, JobId job) throws SQLException {
        try (var call = transaction.call(DROP)) {
            call.job(job).run();
        }
    }

    /**
     * Gives parts to jobs that are about to be inserted. Costs jobs of other payloads the look at their type.
     *
     * @throws StoreException if a job has not all its parts; nothing is written then
     */
    static void adopt(Transaction transaction, Collection<NewJob> jobs) throws SQLException {
        var listed = jobs.stream()
                .filter(job -> job.payload().type().equals(PartList.TYPE))
                .toList();
        if (listed.isEmpty()) {
            return;
        }
        try (var lock = transaction.call(LOCK)) {
            lock.jobs(listed, NewJob::id).list(row -> row.job("job"));
        }
        var coming = count(transaction, listed);
        coming.forEach(Pile::requireWhole);
        try (var adopt = transaction.call(ADOPT)) {
            adopt.jobs(coming, Pile::job).run();
        }
    }

    private static List<Pile> count(Transaction transaction, List<NewJob> jobs) throws SQLException {
        try (var call = transaction.call(COUNT)) {
            return call.jobs(jobs, NewJob::id)
                    .numbers(
                            jobs,
                            job -> PartList.in(job.payload()).orElseThrow().parts())
                    .list(row -> new Pile(row.job("job"), row.integer("parts"), row.integer("there")));
        }
    }

    /** Removes parts of a pile that belongs to no job. Answers whether there were any, so that there may be more. */
    static boolean prune(Transaction transaction) throws SQLException {
        try (var call = transaction.call(PRUNE)) {
            return call.number(MOST_REMOVED)
                    .number(MOST_REMOVED)
                    .find(row -> row.job("old"))
                    .isPresent();
        }
    }

    /** How many parts a job has been given, and how many of them are there. */
    private record Pile(JobId job, int parts, int there) {
        void requireWhole() {
            if (there != parts) {
                throw new StoreException(
                        ErrorCode.CALL_FAILED,
                        "job " + job + " has " + there + " of the " + parts
                                + " parts of its payload; stage them all and accept it within an hour");
            }
        }
    }
}
