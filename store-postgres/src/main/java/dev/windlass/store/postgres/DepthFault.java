package dev.windlass.store.postgres;

import java.sql.SQLException;
import java.util.List;

/**
 * A queue whose numbers are not those of the jobs that are counted in it. Both are read in one statement, so whoever comes or goes
 * meanwhile is in both or in neither, and what is added to the numbers makes them right whatever follows.
 *
 * <p>That statement reads all open jobs. It is not tried while there are more of them than it reads in a second or so: the numbers of
 * such a store are only as right as those who write them.
 */
final class DepthFault implements Fault {
    /** Open jobs up to which the numbers are compared. */
    private static final long MOST_COUNTED = 500_000;

    /** As the statistics know it; a statement that counted them would cost what is to be avoided. */
    private static final String WORTH_IT = """
            (select coalesce(sum(greatest(reltuples, 0)), 0) <= %s
                    and (exists (select 1 from windlass.depth) or exists (select 1 from windlass.queue where bounded))
             from pg_class
             where oid in ('windlass.scheduled'::regclass, 'windlass.ready'::regclass, 'windlass.lease'::regclass,
                           'windlass.waiting'::regclass))
            """.formatted(MOST_COUNTED);

    private static final String COUNTED = """
            counted as materialized (
              select s.queue, count(*) as jobs, sum(coalesce(b.bytes, octet_length(b.payload))) as bytes
              from (select job, queue from windlass.scheduled where marks & 8 <> 0
                    union all
                    select job, queue from windlass.ready where marks & 8 <> 0
                    union all
                    select job, queue from windlass.lease where marks & 8 <> 0
                    union all
                    select job, queue from windlass.waiting where marks & 8 <> 0) as s
                   cross join lateral (select * from windlass.job where id = s.job offset 0) as b
              group by s.queue),
            kept as materialized (select queue, sum(jobs) as jobs, sum(bytes) as bytes from windlass.depth group by queue),
            off as materialized (
              select queue, coalesce(c.jobs, 0) - coalesce(k.jobs, 0) as jobs, coalesce(c.bytes, 0) - coalesce(k.bytes, 0) as bytes
              from counted c full join kept k using (queue))
            """;

    private static final String LOOK = """
            with %s
            select queue as key, jobs <> 0 or bytes <> 0 as wrong
            from off
            where %s and queue > ? collate "C"
            order by queue
            limit ?
            """.formatted(COUNTED, WORTH_IT);

    private static final String HEAL = """
            with %s,
            added as (
              insert into windlass.depth (jobs, bytes, queue)
              select jobs, bytes, queue
              from off
              where queue = any (?::text[]) and (jobs <> 0 or bytes <> 0)
              returning queue)
            select 'queue ' || queue as subject from added
            """.formatted(COUNTED);

    @Override
    public String fault() {
        return "a depth that is not that of the jobs in its queue";
    }

    @Override
    public String remedy() {
        return "counted anew";
    }

    @Override
    public String beginning() {
        return "";
    }

    @Override
    public String look() {
        return LOOK;
    }

    @Override
    public List<String> heal(Transaction transaction, List<String> keys) throws SQLException {
        try (var call = transaction.call(HEAL)) {
            return call.texts(keys).list(row -> row.text("subject"));
        }
    }
}
