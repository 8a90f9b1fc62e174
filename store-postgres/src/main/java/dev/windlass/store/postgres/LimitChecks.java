package dev.windlass.store.postgres;

import dev.windlass.store.LimitAudit;
import dev.windlass.task.JobId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares lines and permits with the states of their jobs, and mends what does not fit. Nothing of the engine's ever needs it.
 *
 * <p>It goes over the pages of two tables, first all uses and then all jobs that wait: by pages, since an index by which to walk would be
 * written by every grant and read by nobody else. A row that moves to a page behind the walk is seen the next time round.
 */
final class LimitChecks {
    /** Rows of a page, roughly: how many pages a call takes is reckoned from it. */
    static final int ROWS_OF_PAGE = 50;

    /** Where the second table begins, in what says where to go on. */
    private static final long WAITING_PAGES = 1L << 40;

    private static final String PAGES = """
            select (pg_relation_size('windlass.%s') + current_setting('block_size')::bigint - 1)
                     / current_setting('block_size')::bigint as pages
            """;

    private static final String USES = PAGES.formatted("use");
    private static final String WAITERS = PAGES.formatted("waiting");

    /**
     * What is wrong with jobs that have a part in a key. One statement, so one moment: a job moves together with its uses. Fault 1: nobody's
     * or an ended job's; 2: waits for its limits and stands in no line; 3: has what its state does not allow; 4: its key's row is gone.
     */
    private static final String FAULTS = """
            select job, min(fault) as fault
            from (
              select u.job,
                     case when s.job is null or s.state >= 4 then 1
                          when k.number is null then 4
                          when s.state = 3 and s.waiting in (1, 2)
                            then case when not exists (select 1 from windlass.use w where w.job = u.job and w.waits) then 2 end
                          when u.waits or (u.held and s.state not in (1, 2) and s.waiting is distinct from 5) then 3 end as fault
              from windlass.use u
                   left join lateral (select job, state, waiting from windlass.standing where job = u.job offset 0) as s on true
                   left join lateral (select number from windlass.limit_key where number = u.key offset 0) as k on true
              where u.ctid >= ?::tid and u.ctid < ?::tid) as f
            where fault is not null
            group by job
            order by job
            """;

    private static final String LOOSE = """
            select w.job, 2 as fault
            from windlass.waiting w
            where w.ctid >= ?::tid and w.ctid < ?::tid and w.reason in (1, 2)
              and not exists (select 1 from windlass.use u where u.job = w.job and u.waits)
            order by w.job
            """;

    private static final String KEYLESS = """
            delete from windlass.use u
            where u.job = any (?::uuid[]) and not exists (select 1 from windlass.limit_key k where k.number = u.key)
            """;

    private static final String FIT = """
            with fitted as (
              update windlass.use u
              set waits = false,
                  held = u.held and exists (
                    select 1 from windlass.standing s where s.job = u.job and (s.state in (1, 2) or s.waiting = 5))
              where u.job = any (?::uuid[])
              returning key)
            insert into windlass.look (key) select distinct key from fitted
            """;

    private enum Remedy {
        LEAVE(1),
        JOIN(2),
        FREE(3),
        RENAME(4);

        private final int fault;

        Remedy(int fault) {
            this.fault = fault;
        }
    }

    /** Where a call begins, and how many pages it takes. */
    private record Stretch(long page, int pages) {
        String from() {
            return "(" + page + ",0)";
        }

        String to() {
            return "(" + (page + pages) + ",0)";
        }
    }

    private record Fault(JobId job, int kind) {
        boolean wants(Remedy remedy) {
            return kind == remedy.fault;
        }
    }

    private final Transaction transaction;

    private LimitChecks(Transaction transaction) {
        this.transaction = transaction;
    }

    /** The jobs whose lines and permits were mended, and where the next call goes on; 0 at the end. */
    record Mended(List<JobId> jobs, long next) {}

    static LimitAudit audit(Transaction transaction, long after, int limit) throws SQLException {
        var mended = mend(transaction, after, limit);
        return new LimitAudit(mended.jobs().size(), mended.next());
    }

    static Mended mend(Transaction transaction, long after, int limit) throws SQLException {
        var checks = new LimitChecks(transaction);
        var pages = Math.max(1, limit / ROWS_OF_PAGE);
        return after < WAITING_PAGES
                ? checks.uses(new Stretch(after, pages))
                : checks.waiting(new Stretch(after - WAITING_PAGES, pages));
    }

    private Mended uses(Stretch stretch) throws SQLException {
        var over = stretch.page() + stretch.pages() >= pages(USES);
        var next = over ? WAITING_PAGES : stretch.page() + stretch.pages();
        return new Mended(mend(faults(FAULTS, stretch)), next);
    }

    private Mended waiting(Stretch stretch) throws SQLException {
        var over = stretch.page() + stretch.pages() >= pages(WAITERS);
        var next = over ? 0 : WAITING_PAGES + stretch.page() + stretch.pages();
        return new Mended(mend(faults(LOOSE, stretch)), next);
    }

    private long pages(String sql) throws SQLException {
        try (var call = transaction.call(sql)) {
            return call.get(row -> row.number("pages"));
        }
    }

    private List<Fault> faults(String sql, Stretch stretch) throws SQLException {
        try (var call = transaction.call(sql)) {
            return call.text(stretch.from())
                    .text(stretch.to())
                    .list(row -> new Fault(row.job("job"), row.integer("fault")));
        }
    }

    /** A job that waited in no line is named by terms alone; where those name no limit, it waits no longer. */
    private List<JobId> mend(List<Fault> faults) throws SQLException {
        var mended = new ArrayList<JobId>();
        for (var remedy : Remedy.values()) {
            var jobs = faults.stream()
                    .filter(fault -> fault.wants(remedy))
                    .map(Fault::job)
                    .toList();
            if (!jobs.isEmpty()) {
                mend(remedy, jobs);
                mended.addAll(jobs);
            }
        }
        return mended;
    }

    private void mend(Remedy remedy, List<JobId> jobs) throws SQLException {
        switch (remedy) {
            case LEAVE -> Uses.leave(transaction, jobs);
            case JOIN -> Limiting.join(transaction, jobs);
            case FREE -> run(FIT, jobs);
            case RENAME -> {
                run(KEYLESS, jobs);
                Limiting.join(transaction, jobs);
            }
        }
    }

    private void run(String sql, List<JobId> jobs) throws SQLException {
        try (var call = transaction.call(sql)) {
            call.jobs(jobs, job -> job).run();
        }
    }
}
