package dev.windlass.store.sqlite;

import dev.windlass.store.Bucket;
import dev.windlass.store.Depth;
import dev.windlass.store.QueueRow;
import dev.windlass.store.QueueText;
import dev.windlass.task.Queue;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalInt;

/** A row of windlass_queue. Each wither gives a copy. */
record KeptQueue(
        int number,
        String name,
        Optional<Queue> declared,
        Optional<Queue> override,
        boolean paused,
        Bucket bucket,
        Depth depth) {
    private static final String COLUMNS =
            "select number, declared, overridden, paused, level, spent, jobs, bytes from windlass_queue";
    static final String EVERY = COLUMNS;
    static final String ONE = COLUMNS + " where number = ?";
    private static final String WRITE = """
            insert or replace into windlass_queue (number, declared, overridden, paused, level, spent, jobs, bytes)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            """;

    /** A queue of which nothing was said yet. */
    static KeptQueue unknown(int number, String name) {
        return new KeptQueue(number, name, Optional.empty(), Optional.empty(), false, new Bucket(0, 0), Depth.NONE);
    }

    /** The row on which the cursor of {@link #EVERY} or {@link #ONE} stands. */
    static KeptQueue read(ResultSet row, String name) throws SQLException {
        return new KeptQueue(
                row.getInt(1),
                name,
                Optional.ofNullable(row.getString(2)).map(text -> QueueText.read(name, text)),
                Optional.ofNullable(row.getString(3)).map(text -> QueueText.read(name, text)),
                row.getBoolean(4),
                new Bucket(row.getLong(5), row.getLong(6)),
                new Depth(row.getLong(7), row.getLong(8)));
    }

    /** Its row as this transaction sees it. */
    static KeptQueue find(Turn turn, int number) throws SQLException {
        var name = turn.text(number);
        PreparedStatement select = turn.statement(ONE);
        select.setInt(1, number);
        try (var row = select.executeQuery()) {
            return row.next() ? read(row, name) : unknown(number, name);
        }
    }

    void write(Turn turn) throws SQLException {
        var write = turn.statement(WRITE);
        write.setInt(1, number);
        write.setString(2, declared.map(QueueText::write).orElse(null));
        write.setString(3, override.map(QueueText::write).orElse(null));
        write.setBoolean(4, paused);
        write.setLong(5, bucket.level());
        write.setLong(6, bucket.at());
        write.setLong(7, depth.jobs());
        write.setLong(8, depth.bytes());
        write.executeUpdate();
    }

    /** Whether people have said anything of it. */
    boolean isSpokenOf() {
        return paused || override.isPresent();
    }

    Queue rules() {
        return override.or(() -> declared).orElseGet(() -> Queue.named(name));
    }

    KeptQueue withDeclared(Queue rules) {
        return new KeptQueue(number, name, Optional.of(rules), override, paused, bucket, depth);
    }

    KeptQueue withOverride(Optional<Queue> rules) {
        return new KeptQueue(number, name, declared, rules, paused, bucket, depth);
    }

    KeptQueue withPaused(boolean state) {
        return new KeptQueue(number, name, declared, override, state, bucket, depth);
    }

    KeptQueue withBucket(Bucket other) {
        return new KeptQueue(number, name, declared, override, paused, other, depth);
    }

    QueueRow view(long now) {
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
