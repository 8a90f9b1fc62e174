package dev.windlass.store.postgres;

import dev.windlass.store.PartStore;
import dev.windlass.task.Content;
import dev.windlass.task.JobId;
import java.util.Optional;

/** Payloads in parts: the entrance. */
final class PostgresParts implements PartStore {
    private static final String FIND = """
            select type, version, crc, bytes
            from windlass.part
            where job = ? and part = ?
            """;

    private final Database database;

    PostgresParts(Database database) {
        this.database = database;
    }

    @Override
    public void stage(JobId job, int part, Content bytes) {
        PartStore.requireBounds(part, bytes);
        database.run(transaction -> Piles.stage(transaction, job, part, bytes));
    }

    @Override
    public void drop(JobId job) {
        database.run(transaction -> Piles.drop(transaction, job));
    }

    @Override
    public Optional<Content> find(JobId job, int part) {
        return database.transact(transaction -> {
            try (var call = transaction.call(FIND)) {
                return call.job(job)
                        .number(part)
                        .find(row -> row.findContent("").orElseThrow());
            }
        });
    }
}
