package dev.windlass.store.postgres;

import dev.windlass.store.Arrived;
import dev.windlass.store.Transfer;
import dev.windlass.store.TransferPage;
import dev.windlass.store.TransferStore;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Moving jobs with their past. */
final class PostgresTransfers implements TransferStore {
    /** Most jobs whose rows are read together: their logs and histories are in memory at once. */
    private static final int TOGETHER = 100;

    private final Database database;

    PostgresTransfers(Database database) {
        this.database = database;
    }

    @Override
    public TransferPage read(long after, int limit) {
        return database.transact(transaction -> {
            // One snapshot, so that what a job's rows say fits together.
            transaction.freeze();
            return page(transaction, after, Math.min(limit, MOST));
        });
    }

    private static TransferPage page(Transaction transaction, long after, int limit) throws SQLException {
        // One more than fits tells whether there is another page.
        var jobs = JobNumbers.after(transaction, after).next(limit + 1);
        var found = new ArrayList<Transfer>();
        var bytes = 0L;
        var last = after;
        for (var together : together(jobs)) {
            var read = PastRows.read(transaction, together);
            for (var job : together) {
                if (found.size() == limit || bytes >= MOST_BYTES) {
                    return new TransferPage(found, OptionalLong.of(last));
                }
                var transfer = read.get(job.job());
                // Whoever has lost the row of its state is shown by no list either; the Auditor tells of it.
                if (transfer != null) {
                    bytes += transfer.weight();
                    found.add(transfer);
                }
                last = job.number();
            }
        }
        return new TransferPage(found, OptionalLong.empty());
    }

    /** In groups whose payloads fit into a page, so that no more of them are read than that. */
    private static List<List<JobNumbers.Numbered>> together(List<JobNumbers.Numbered> jobs) {
        var groups = new ArrayList<List<JobNumbers.Numbered>>();
        var group = new ArrayList<JobNumbers.Numbered>();
        var weight = 0L;
        for (var job : jobs) {
            if (group.size() == TOGETHER || weight >= MOST_BYTES) {
                groups.add(group);
                group = new ArrayList<>();
                weight = 0;
            }
            group.add(job);
            weight += job.weight();
        }
        groups.add(group);
        return groups;
    }

    @Override
    public Arrived write(List<Transfer> batch) {
        TransferStore.requireWithinLimits(batch);
        return database.transact(transaction -> Arrivals.write(transaction, batch));
    }
}
