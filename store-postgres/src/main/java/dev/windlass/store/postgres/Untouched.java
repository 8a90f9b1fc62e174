package dev.windlass.store.postgres;

import dev.windlass.store.Bucket;
import dev.windlass.store.Commit;
import dev.windlass.store.Then;
import java.sql.SQLException;
import java.util.List;

/**
 * A lease that is about to be given back without having started: its rate may allow another in its place.
 *
 * @param taken when it was claimed, in microseconds since 1970
 */
record Untouched(String queue, long taken) {
    /** Locked, so that each is here what it is to the end that follows. In the order of all who lock leases. */
    private static final String FIND = """
            select l.queue, (extract(epoch from l.claimed) * 1000000)::bigint as taken
            from unnest(?::uuid[], ?::bigint[]) as i(job, fence) join windlass.lease l on l.job = i.job and l.fence = i.fence
            order by l.job
            for update of l
            """;

    /** Nobody asks where no queue has a rate: this process knew of it when it claimed. */
    static List<Untouched> of(Transaction transaction, List<Commit> commits) throws SQLException {
        var rules = transaction.ruled().last();
        if (rules.queues().values().stream().noneMatch(KeptQueue::hasRate)) {
            return List.of();
        }
        var back = commits.stream().filter(Untouched::isGivenBack).toList();
        if (back.isEmpty()) {
            return List.of();
        }
        try (var call = transaction.call(FIND)) {
            return call
                    .jobs(back, commit -> commit.lease().job())
                    .numbers(back, commit -> commit.lease().fence())
                    .list(row -> new Untouched(row.text("queue"), row.number("taken")))
                    .stream()
                    .filter(lease ->
                            rules.find(lease.queue()).filter(KeptQueue::hasRate).isPresent())
                    .toList();
        }
    }

    private static boolean isGivenBack(Commit commit) {
        return (commit.then() instanceof Then.Release || commit.then() instanceof Then.Park)
                && commit.then() instanceof Then.End end
                && end.ended().span().isEmpty();
    }

    /** The bucket of a queue with what was taken of it and did not start. */
    static Bucket giveBack(KeptQueue queue, List<Untouched> leases) {
        var rate = queue.rules().bounds().rate();
        var bucket = queue.bucket();
        for (var lease : leases) {
            if (rate.isPresent() && lease.queue().equals(queue.name())) {
                bucket = bucket.giveBack(rate.get(), lease.taken());
            }
        }
        return bucket;
    }
}
