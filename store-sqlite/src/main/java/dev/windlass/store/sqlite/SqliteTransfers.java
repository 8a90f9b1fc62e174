package dev.windlass.store.sqlite;

import dev.windlass.store.Fence;
import dev.windlass.store.Transfer;
import dev.windlass.store.TransferPage;
import dev.windlass.store.TransferStore;
import dev.windlass.task.JobId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Moving jobs with their past. */
final class SqliteTransfers implements TransferStore {
    static final String PAGE = "select id from windlass_job where id > ? order by id limit ?";
    private static final byte[] BEFORE_ALL = {};
    private static final String KNOWN = "select number from windlass_job where id = ?";

    private final Writes writes;
    private final Readers readers;

    SqliteTransfers(Writes writes, Readers readers) {
        this.writes = writes;
        this.readers = readers;
    }

    @Override
    public TransferPage read(Optional<JobId> after, int limit) {
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

    private static TransferPage page(Reader reader, Optional<JobId> after, int limit) throws SQLException {
        var ids = ids(reader, after, limit + 1);
        var found = new ArrayList<Transfer>();
        var bytes = 0L;
        for (var id : ids) {
            if (found.size() == limit || bytes >= MOST_BYTES) {
                return new TransferPage(found, Optional.of(last(found)));
            }
            var transfer = PastRows.read(reader, id);
            bytes += transfer.map(Transfer::weight).orElse(0L);
            transfer.ifPresent(found::add);
        }
        return new TransferPage(found, Optional.empty());
    }

    private static JobId last(List<Transfer> found) {
        return found.get(found.size() - 1).job().id();
    }

    private static List<JobId> ids(Reader reader, Optional<JobId> after, int limit) throws SQLException {
        var select = reader.statement(PAGE);
        select.setBytes(1, after.map(JobId::bytes).orElse(BEFORE_ALL));
        select.setInt(2, limit);
        var ids = new ArrayList<JobId>();
        try (var row = select.executeQuery()) {
            while (row.next()) {
                ids.add(JobId.of(row.getBytes(1)));
            }
        }
        return ids;
    }

    @Override
    public int write(List<Transfer> batch) {
        TransferStore.requireWithinLimits(batch);
        return writes.write(turn -> write(turn, batch));
    }

    private static int write(Turn turn, List<Transfer> batch) throws SQLException {
        var unknown = unknown(turn, batch);
        Accepting.accept(turn, unknown.values().stream().map(Transfer::arriving).toList());
        var written = 0;
        for (var transfer : unknown.values()) {
            var number = number(turn, transfer.job().id());
            // Another job may hold its key here; then it was answered by that one.
            if (number.isPresent()) {
                turn.outrun(Fence.generation(transfer.past().fence()));
                PastRows.write(turn, number.get(), transfer);
                written++;
            }
        }
        LooseEnds.tie(turn);
        return written;
    }

    private static Map<JobId, Transfer> unknown(Turn turn, List<Transfer> batch) throws SQLException {
        var unknown = new LinkedHashMap<JobId, Transfer>();
        for (var transfer : batch) {
            if (number(turn, transfer.job().id()).isEmpty()) {
                unknown.putIfAbsent(transfer.job().id(), transfer);
            }
        }
        return unknown;
    }

    private static Optional<Long> number(Turn turn, JobId id) throws SQLException {
        var select = turn.statement(KNOWN);
        select.setBytes(1, id.bytes());
        try (var row = select.executeQuery()) {
            return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
        }
    }
}
