package dev.windlass.store.postgres;

import dev.windlass.task.JobId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The starts of jobs that were parked and are under a rate. Their tokens went back when they were parked, and a parked job comes to its
 * claim without a grant: so each of its rates must have a token to spare now. Where one has none, the job goes back into line.
 */
final class ParkedStarts {
    private static final String PARTS = """
            select u.job, u.key
            from unnest(?::uuid[]) with ordinality as i(job, ord) join windlass.use u on u.job = i.job
            where not u.held
            order by i.ord, u.key
            """;

    /** The claim took them a moment ago, in this transaction: nobody has seen it. */
    private static final String REFUSE = """
            with gone as (delete from windlass.lease where job = any (?::uuid[]) returning *)
            insert into windlass.waiting (job, fence, since, first_claimed, failures, losses, releases, weight, marks, reason,
                                          line, queue)
            select job, fence, claimed, first_claimed, failures, losses, releases, weight, marks & ~800 | 1040, 1, line, queue
            from gone
            """;

    private record Part(JobId job, long key) {}

    private ParkedStarts() {}

    /**
     * Pays for the starts of these jobs, in this order, and answers those that may not start. Under the lock of grants, which is rare enough
     * here: a token that a grant is setting aside must not be taken as well.
     */
    static Set<JobId> refused(Transaction transaction, List<Moved> taken) throws SQLException {
        var rated = taken.stream()
                .filter(job -> job.has(Mark.LIMITED) && job.has(Mark.SPENT))
                .map(Moved::job)
                .toList();
        if (rated.isEmpty()) {
            return Set.of();
        }
        var refused = decide(transaction, rated);
        var starts = rated.stream().filter(job -> !refused.contains(job)).toList();
        Tokens.spendUnheld(transaction, starts);
        if (!refused.isEmpty()) {
            var back = List.copyOf(refused);
            try (var call = transaction.call(REFUSE)) {
                call.jobs(back, job -> job).run();
            }
            Limiting.join(transaction, back);
        }
        return refused;
    }

    private static Set<JobId> decide(Transaction transaction, List<JobId> jobs) throws SQLException {
        var rows = new GrantRows(transaction);
        var now = rows.lock();
        var parts = parts(transaction, jobs);
        var keys = new HashMap<Long, GrantKey>();
        for (var key : rows.keys(
                new HashSet<>(parts.values().stream().flatMap(List::stream).toList()))) {
            keys.put(key.number(), key);
        }
        var refused = new HashSet<JobId>();
        for (var entry : parts.entrySet()) {
            var own = entry.getValue().stream().map(keys::get).toList();
            if (own.stream().allMatch(key -> key != null && key.rated() && key.room(now) > 0)) {
                own.forEach(GrantKey::hold);
            } else {
                refused.add(entry.getKey());
            }
        }
        return refused;
    }

    private static Map<JobId, List<Long>> parts(Transaction transaction, List<JobId> jobs) throws SQLException {
        var parts = new LinkedHashMap<JobId, List<Long>>();
        try (var call = transaction.call(PARTS)) {
            for (var part : call.jobs(jobs, job -> job).list(row -> new Part(row.job("job"), row.number("key")))) {
                parts.computeIfAbsent(part.job(), job -> new ArrayList<>()).add(part.key());
            }
        }
        return parts;
    }
}
