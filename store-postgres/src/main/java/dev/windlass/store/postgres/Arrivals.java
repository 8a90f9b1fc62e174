package dev.windlass.store.postgres;

import dev.windlass.store.Arrived;
import dev.windlass.store.Fence;
import dev.windlass.store.Transfer;
import dev.windlass.task.JobId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Takes in jobs from another store: they are accepted like any others, and then told what had become of them. */
final class Arrivals {
    /** One transfer at a time comes in, so what is unknown by a look after this lock is not told its past by another as well. */
    private static final String ALONE = """
            select (select windlass.windlass_now()) as at from windlass.generation for update
            """;

    private static final String KNOWN = "select id from windlass.job where id = any (?)";

    /** A claim asks for the generation in the statement that sees the job, so its fence is above the one that came in. */
    private static final String OUTRUN = "update windlass.generation set value = ? where value < ?";

    private Arrivals() {}

    static Arrived write(Transaction transaction, List<Transfer> batch) throws SQLException {
        var now = alone(transaction);
        var unknown = unknown(transaction, batch);
        ArrivedRows.stand(transaction, List.copyOf(unknown.values()));
        var accepted = Acceptance.add(
                transaction,
                unknown.values().stream()
                        .map(transfer -> transfer.arriving(now))
                        .toList());
        accepted.firsts().keySet().forEach(unknown::remove);
        Uses.leave(transaction, List.copyOf(accepted.firsts().keySet()));
        var written = List.copyOf(unknown.values());
        outrun(transaction, written);
        ArrivedRows.write(transaction, written, now);
        return new Arrived(written.size(), accepted.firsts());
    }

    private static Instant alone(Transaction transaction) throws SQLException {
        try (var call = transaction.call(ALONE)) {
            return call.get(row -> row.instant("at"));
        }
    }

    private static Map<JobId, Transfer> unknown(Transaction transaction, List<Transfer> batch) throws SQLException {
        var unknown = new LinkedHashMap<JobId, Transfer>();
        batch.forEach(transfer -> unknown.putIfAbsent(transfer.job().id(), transfer.orphaned()));
        known(transaction, unknown.keySet()).forEach(unknown::remove);
        return unknown;
    }

    private static Set<JobId> known(Transaction transaction, Collection<JobId> ids) throws SQLException {
        try (var call = transaction.call(KNOWN)) {
            return new HashSet<>(call.jobs(List.copyOf(ids), id -> id).list(row -> row.job("id")));
        }
    }

    private static void outrun(Transaction transaction, List<Transfer> written) throws SQLException {
        var highest = written.stream()
                .mapToLong(transfer -> Fence.generation(transfer.past().fence()))
                .max()
                .orElse(0);
        try (var call = transaction.call(OUTRUN)) {
            call.number(highest + 1).number(highest + 1).run();
        }
    }
}
