package dev.windlass.store.postgres;

import dev.windlass.store.Bucket;
import dev.windlass.store.Depth;
import dev.windlass.store.QueueRow;
import dev.windlass.store.QueueText;
import dev.windlass.task.Queue;
import dev.windlass.task.QueueBounds;
import dev.windlass.task.Serving;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A row of the table queue. Each wither gives a copy.
 *
 * @param bounded whether what comes into it is counted
 * @param paced whether its leases are
 */
record KeptQueue(
        String name,
        Optional<Queue> declared,
        Optional<Queue> override,
        boolean paused,
        boolean bounded,
        boolean paced,
        Bucket bucket) {
    static final String COLUMNS = "name, declared, overridden, paused, bounded, paced, level, spent";

    /** Locks them, by name like everybody who locks more than one. */
    static final String LOCK = """
            select %s from windlass.queue where name = any (?::text[]) order by name for no key update
            """.formatted(COLUMNS);

    private static final String FIND = "select %s from windlass.queue where name = any (?::text[])".formatted(COLUMNS);

    private static final String WRITE = """
            insert into windlass.queue (name, declared, overridden, paused, bounded, paced, level, spent)
            values (?, nullif(?, ''), nullif(?, ''), ?, ?, ?, ?, ?)
            on conflict (name) do update
              set declared = excluded.declared, overridden = excluded.overridden, paused = excluded.paused,
                  bounded = excluded.bounded, paced = excluded.paced, level = excluded.level, spent = excluded.spent
            """;

    /** A queue of which nothing was said yet. */
    static KeptQueue unknown(String name) {
        return new KeptQueue(name, Optional.empty(), Optional.empty(), false, false, false, new Bucket(0, 0));
    }

    /** From {@link #COLUMNS}. */
    static KeptQueue of(Row row) throws SQLException {
        var name = row.text("name");
        return new KeptQueue(
                name,
                row.findText("declared").map(text -> QueueText.read(name, text)),
                row.findText("overridden").map(text -> QueueText.read(name, text)),
                row.truth("paused"),
                row.truth("bounded"),
                row.truth("paced"),
                new Bucket(row.number("level"), row.number("spent")));
    }

    /** Those of these queues that have a row, as they are, and as they stay until this transaction ends. */
    static List<KeptQueue> lock(Transaction transaction, List<String> names) throws SQLException {
        return list(transaction, LOCK, names);
    }

    static List<KeptQueue> find(Transaction transaction, List<String> names) throws SQLException {
        return list(transaction, FIND, names);
    }

    private static List<KeptQueue> list(Transaction transaction, String sql, List<String> names) throws SQLException {
        try (var call = transaction.call(sql)) {
            return call.texts(names).list(KeptQueue::of);
        }
    }

    void write(Transaction transaction) throws SQLException {
        try (var call = transaction.call(WRITE)) {
            call.text(name)
                    .text(declared.map(QueueText::write).orElse(""))
                    .text(override.map(QueueText::write).orElse(""))
                    .truth(paused)
                    .truth(bounded)
                    .truth(paced)
                    .number(bucket.level())
                    .number(bucket.at())
                    .run();
        }
    }

    /** Whether people have said anything of it. */
    boolean isSpokenOf() {
        return paused || override.isPresent();
    }

    Queue rules() {
        return override.or(() -> declared).orElseGet(() -> Queue.named(name));
    }

    boolean canBeFull() {
        return rules().bounds().canBeFull();
    }

    boolean hasConcurrency() {
        return rules().bounds().concurrency().isPresent();
    }

    boolean hasRate() {
        return rules().bounds().rate().isPresent();
    }

    /** Whether a claim or an accept has to do anything on account of it. */
    boolean isRuled() {
        return paused
                || bounded
                || paced
                || !rules().bounds().equals(QueueBounds.NONE)
                || rules().serving() == Serving.STRICT;
    }

    KeptQueue withDeclared(Queue rules) {
        return new KeptQueue(name, Optional.of(rules), override, paused, bounded, paced, bucket);
    }

    KeptQueue withOverride(Optional<Queue> rules) {
        return new KeptQueue(name, declared, rules, paused, bounded, paced, bucket);
    }

    KeptQueue withPaused(boolean state) {
        return new KeptQueue(name, declared, override, state, bounded, paced, bucket);
    }

    KeptQueue withCounted(boolean jobs, boolean leases) {
        return new KeptQueue(name, declared, override, paused, jobs, leases, bucket);
    }

    KeptQueue withBucket(Bucket other) {
        return new KeptQueue(name, declared, override, paused, bounded, paced, other);
    }

    QueueRow view(Depth depth, long now) {
        var bounds = rules().bounds();
        return new QueueRow(
                name,
                declared,
                override,
                paused,
                bounds.canBeFull() ? Optional.of(depth) : Optional.empty(),
                bounds.rate()
                        .map(rate -> OptionalInt.of(bucket.starts(rate, now)))
                        .orElseGet(OptionalInt::empty));
    }
}
