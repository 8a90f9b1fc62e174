package dev.windlass.store.sqlite;

import dev.windlass.store.PartStore;
import dev.windlass.task.Content;
import dev.windlass.task.JobId;
import java.util.Optional;

/** Payloads in parts: the entrance. */
final class SqliteParts implements PartStore {
    static final String FIND = """
            select p.type, p.version, p.crc, p.bytes
            from windlass_pile pile join windlass_part p on p.pile = pile.number
            where pile.job = ? and p.part = ?
            """;

    private final Writes writes;
    private final Readers readers;

    SqliteParts(Writes writes, Readers readers) {
        this.writes = writes;
        this.readers = readers;
    }

    @Override
    public void stage(JobId job, int part, Content bytes) {
        PartStore.requireBounds(part, bytes);
        writes.write(turn -> Piles.stage(turn, job, part, bytes));
    }

    @Override
    public void drop(JobId job) {
        writes.write(turn -> Piles.drop(turn, job));
    }

    @Override
    public Optional<Content> find(JobId job, int part) {
        return readers.read(reader -> {
            var select = reader.statement(FIND);
            select.setBytes(1, job.bytes());
            select.setInt(2, part);
            try (var row = select.executeQuery()) {
                return row.next() ? Optional.of(Contents.read(row, 1, reader::text)) : Optional.<Content>empty();
            }
        });
    }
}
