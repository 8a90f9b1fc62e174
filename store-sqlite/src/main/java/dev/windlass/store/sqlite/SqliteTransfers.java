package dev.windlass.store.sqlite;

import dev.windlass.store.Arrived;
import dev.windlass.store.Fence;
import dev.windlass.store.Transfer;
import dev.windlass.store.TransferPage;
import dev.windlass.store.TransferStore;
import dev.windlass.task.JobId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Moving jobs with their past. */
final class SqliteTransfers implements TransferStore {
    static final String PAGE = "select number, id from windlass_job where number > ? order by number limit ?";

    private final Writes writes;
    private final Readers readers;

    SqliteTransfers(Writes writes, Readers readers) {
        this.writes = writes;
        this.readers = readers;
    }

    @Override
    public TransferPage read(long after, int limit) {
        return readers.read(reader -> {
            // One transaction, so that what a job's rows say fits together.
            reader.statements().run("begin");
            try {
                return page(reader, after, Math.min(limit, MOST));
            } finally {
                reader.statements().run("rollback");
            }
        });
    }

    private static TransferPage page(Reader reader, long after, int limit) throws SQLException {
        var found = new ArrayList<Transfer>();
        var damaged = new ArrayList<JobId>();
        var seen = 0;
        var bytes = 0L;
        var last = after;
        // One more than fits tells whether there is another page; those that are not found whole count as well.
        for (var job : ids(reader, after, limit + 1).entrySet()) {
            if (seen == limit || bytes >= MOST_BYTES) {
                return new TransferPage(found, damaged, OptionalLong.of(last));
            }
            var read = PastRows.read(reader, job.getValue());
            if (read instanceof PastRows.Found.Whole whole) {
                found.add(whole.transfer());
                bytes += whole.transfer().weight();
            } else if (read instanceof PastRows.Found.Damaged) {
                damaged.add(job.getValue());
            }
            last = job.getKey();
            seen++;
        }
        return new TransferPage(found, damaged, OptionalLong.empty());
    }

    private static Map<Long, JobId> ids(Reader reader, long after, int limit) throws SQLException {
        var select = reader.statement(PAGE);
        select.setLong(1, after);
        select.setInt(2, limit);
        var ids = new LinkedHashMap<Long, JobId>();
        try (var row = select.executeQuery()) {
            while (row.next()) {
                ids.put(row.getLong(1), JobId.of(row.getBytes(2)));
            }
        }
        return ids;
    }

    @Override
    public Arrived write(List<Transfer> batch) {
        TransferStore.requireWithinLimits(batch);
        return writes.write(turn -> write(turn, batch));
    }

    private static Arrived write(Turn turn, List<Transfer> batch) throws SQLException {
        var written = 0;
        var answered = new HashMap<JobId, JobId>();
        // One by one: each takes its places in lines before the next does.
        for (var transfer : batch) {
            if (JobNumbers.find(turn, transfer.job().id()).isEmpty()) {
                var firsts = write(turn, transfer.orphaned());
                answered.putAll(firsts);
                written += firsts.isEmpty() ? 1 : 0;
            }
        }
        LooseEnds.tie(turn);
        return new Arrived(written, answered);
    }

    /** Answers the holder of its key, where that one answers in its stead. */
    private static Map<JobId, JobId> write(Turn turn, Transfer transfer) throws SQLException {
        var firsts = Accepting.accept(turn, List.of(transfer.arriving(turn.now())));
        var number = JobNumbers.find(turn, transfer.job().id());
        if (number.isPresent()) {
            turn.outrun(Fence.generation(transfer.past().fence()));
            PastRows.write(turn, number.getAsLong(), transfer);
        }
        return firsts;
    }
}
