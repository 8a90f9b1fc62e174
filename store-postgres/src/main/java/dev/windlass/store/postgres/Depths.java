package dev.windlass.store.postgres;

import dev.windlass.store.Depth;
import dev.windlass.store.NewJob;
import dev.windlass.task.JobId;
import dev.windlass.task.QueueFullException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What stands in queues with a bound on it. A job that is counted bears a mark until it has ended, so the sum is that of the marks
 * whatever becomes of the job or of the rules. Jobs of other queues are neither counted nor marked.
 */
final class Depths {
    /** Rows of one queue that are added up at each accept; beyond, they are made one. */
    private static final int MOST_ROWS = 100;

    /** A statement of its own after the lock, so that it sees all that others have accepted under it. */
    private static final String SUM = """
            select i.queue, coalesce(sum(d.jobs), 0)::bigint as jobs, coalesce(sum(d.bytes), 0)::bigint as bytes,
                   count(d.number) as rows
            from unnest(?::text[]) as i(queue) left join windlass.depth d on d.queue = i.queue
            group by i.queue
            """;

    /** Rows that somebody appends meanwhile are not seen, and stay. Nobody else does this to the queue: its row is locked. */
    private static final String COMPACT = """
            with gone as (delete from windlass.depth where queue = ? returning jobs, bytes, queue)
            insert into windlass.depth (jobs, bytes, queue) select sum(jobs), sum(bytes), queue from gone group by queue
            """;

    private static final String ANSWERED = """
            select i.id
            from unnest(?::uuid[], ?::text[], ?::text[]) as i(id, task, key)
            where exists (select 1 from windlass.job where id = i.id)
               or exists (
                 select 1 from windlass.unique_key k
                 where k.task = i.task and k.key = i.key and k.job <> i.id
                   and (k.until is null or k.until > (select windlass.windlass_now())))
            """;

    private static final String LEAVE = """
            insert into windlass.depth (jobs, bytes, queue)
            select -count(*), -sum(coalesce(b.bytes, octet_length(b.payload))), i.queue
            from unnest(?::uuid[], ?::text[]) as i(job, queue) join windlass.job b on b.id = i.job
            group by i.queue
            """;

    /** By the row of the queue itself, as it is once the gate is held: who begins to count it waits for this transaction. */
    private static final String RETURN = """
            with home as materialized (
              select b.id as job, coalesce(b.bytes, octet_length(b.payload)) as bytes, b.queue
              from windlass.job b join windlass.queue q on q.name = b.queue
              where b.id = any (?::uuid[]) and q.bounded),
            stands as (
              update windlass.ready r set marks = r.marks | 8 from home
              where r.job = home.job and r.marks & 8 = 0
              returning r.job),
            waits as (
              update windlass.waiting w set marks = w.marks | 8 from home
              where w.job = home.job and w.marks & 8 = 0
              returning w.job)
            insert into windlass.depth (jobs, bytes, queue)
            select count(*), sum(home.bytes), home.queue
            from home
                 join (select job from stands union all select job from waits) as marked
                   on marked.job = home.job
            group by home.queue
            """;

    private Depths() {}

    /** Throws if one of these jobs would be too many for its queue. Until the transaction ends nobody else accepts into those. */
    static void admit(Transaction transaction, Rules rules, List<NewJob> batch) throws SQLException {
        var queues = batch.stream()
                .map(NewJob::queue)
                .filter(rules::counts)
                .distinct()
                .sorted()
                .toList();
        if (queues.isEmpty()) {
            return;
        }
        var kept = KeptQueue.lock(transaction, queues);
        var standing = standing(transaction, queues);
        if (refusal(kept, standing, coming(batch)).isPresent()) {
            // Only now, since it is dear: what is known or answered by another takes no room.
            var news = unanswered(transaction, batch);
            refusal(kept, standing, coming(news)).ifPresent(full -> {
                throw full;
            });
        }
    }

    private static Optional<QueueFullException> refusal(
            List<KeptQueue> queues, Map<String, Depth> standing, Map<String, Depth> coming) {
        return queues.stream()
                .filter(queue -> coming.containsKey(queue.name()))
                .flatMap(queue -> standing
                        .getOrDefault(queue.name(), Depth.NONE)
                        .refuses(queue.rules(), coming.getOrDefault(queue.name(), Depth.NONE))
                        .stream())
                .findFirst();
    }

    private static Map<String, Depth> coming(List<NewJob> batch) {
        var coming = new LinkedHashMap<String, Depth>();
        batch.forEach(job -> coming.merge(job.queue(), Depth.of(job), Depth::plus));
        return coming;
    }

    private static Map<String, Depth> standing(Transaction transaction, List<String> queues) throws SQLException {
        var standing = new HashMap<String, Depth>();
        try (var call = transaction.call(SUM)) {
            for (var sum : call.texts(queues).list(Sum::of)) {
                standing.put(sum.queue(), sum.depth());
                if (sum.rows() > MOST_ROWS) {
                    compact(transaction, sum.queue());
                }
            }
        }
        return standing;
    }

    private static void compact(Transaction transaction, String queue) throws SQLException {
        try (var call = transaction.call(COMPACT)) {
            call.text(queue).run();
        }
    }

    private static List<NewJob> unanswered(Transaction transaction, List<NewJob> batch) throws SQLException {
        try (var call = transaction.call(ANSWERED)) {
            var answered = new HashSet<JobId>(call.jobs(batch, NewJob::id)
                    .texts(batch, NewJob::task)
                    .texts(
                            batch,
                            job -> job.terms()
                                    .unique()
                                    .map(unique -> unique.key())
                                    .orElse(null))
                    .list(row -> row.job("id")));
            return batch.stream().filter(job -> !answered.contains(job.id())).toList();
        }
    }

    /** Counted jobs have ended. */
    static void moved(Transaction transaction, List<Moved> moved) throws SQLException {
        var left = moved.stream()
                .filter(job -> job.to().ended() && job.has(Mark.COUNTED))
                .toList();
        if (left.isEmpty()) {
            return;
        }
        try (var call = transaction.call(LEAVE)) {
            call.jobs(left, Moved::job).texts(left, Moved::queue).run();
        }
    }

    /** Jobs have come back from their end. They are not refused, and count. */
    static void revived(Transaction transaction, List<JobId> jobs) throws SQLException {
        try (var call = transaction.callAfter(RETURN, Acceptance.GATE)) {
            call.jobs(jobs, job -> job).run();
        }
    }

    private record Sum(String queue, Depth depth, int rows) {
        static Sum of(Row row) throws SQLException {
            return new Sum(row.text("queue"), new Depth(row.number("jobs"), row.number("bytes")), row.integer("rows"));
        }
    }
}
