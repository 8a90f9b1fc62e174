package dev.windlass.store.postgres;

import dev.windlass.task.Content;
import dev.windlass.task.Due;
import dev.windlass.task.JobId;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One statement with its parameters in order. Batches are bound column by column, as arrays for {@code unnest}: one statement and
 * one plan, however many rows. Used by one thread, within one transaction.
 */
final class Call implements AutoCloseable {
    private static final long MOST_MICROS = Duration.ofDays(365_250).toSeconds() * 1_000_000;

    private final PreparedStatement statement;

    /** How many other statements travel before this one, whose answers are passed over. */
    private final int passedOver;

    private int bound;

    private Call(PreparedStatement statement, int passedOver) {
        this.statement = statement;
        this.passedOver = passedOver;
    }

    static Call only(Connection connection, String sql) throws SQLException {
        return after(0, connection, sql);
    }

    /** The last of several statements that travel together; those before it, so many, have no parameters. */
    static Call after(int others, Connection connection, String sql) throws SQLException {
        return new Call(connection.prepareStatement(sql), others);
    }

    Call job(JobId id) throws SQLException {
        statement.setObject(++bound, id.value());
        return this;
    }

    Call number(long value) throws SQLException {
        statement.setLong(++bound, value);
        return this;
    }

    Call text(String value) throws SQLException {
        statement.setString(++bound, storable(value));
        return this;
    }

    /** Four parameters: type, version, checksum, bytes. */
    Call content(Content value) throws SQLException {
        text(value.type()).number(value.version()).number(value.crc());
        statement.setBytes(++bound, value.bytes());
        return this;
    }

    Call truth(boolean value) throws SQLException {
        statement.setBoolean(++bound, value);
        return this;
    }

    Call instant(Instant value) throws SQLException {
        statement.setObject(++bound, value.atOffset(ZoneOffset.UTC));
        return this;
    }

    Call texts(List<String> values) throws SQLException {
        return texts(values, value -> value);
    }

    Call duration(Duration value) throws SQLException {
        return number(micros(value));
    }

    <R> Call jobs(List<R> rows, Function<R, @Nullable JobId> column) throws SQLException {
        var ids = new @Nullable UUID[rows.size()];
        for (var index = 0; index < ids.length; index++) {
            var id = column.apply(rows.get(index));
            ids[index] = id == null ? null : id.value();
        }
        statement.setObject(++bound, new UuidArray(ids));
        return this;
    }

    <R> Call numbers(List<R> rows, Function<R, @Nullable Number> column) throws SQLException {
        var numbers = new @Nullable Long[rows.size()];
        for (var index = 0; index < numbers.length; index++) {
            var number = column.apply(rows.get(index));
            numbers[index] = number == null ? null : number.longValue();
        }
        return bind("int8", numbers);
    }

    <R> Call texts(List<R> rows, Function<R, @Nullable String> column) throws SQLException {
        var texts = new @Nullable String[rows.size()];
        for (var index = 0; index < texts.length; index++) {
            var text = column.apply(rows.get(index));
            texts[index] = text == null ? null : storable(text);
        }
        return bind("text", texts);
    }

    <R> Call truths(List<R> rows, Function<R, Boolean> column) throws SQLException {
        var truths = new Boolean[rows.size()];
        for (var index = 0; index < truths.length; index++) {
            truths[index] = column.apply(rows.get(index));
        }
        return bind("bool", truths);
    }

    <R> Call instants(List<R> rows, Function<R, @Nullable Instant> column) throws SQLException {
        var instants = new @Nullable String[rows.size()];
        for (var index = 0; index < instants.length; index++) {
            var instant = column.apply(rows.get(index));
            instants[index] = instant == null ? null : instant.toString();
        }
        return bind("timestamptz", instants);
    }

    /** Two columns: how long to wait, and until which instant; one of the two is null for each row, or both. */
    <R> Call dues(List<R> rows, Function<R, @Nullable Due> column) throws SQLException {
        numbers(rows, row -> column.apply(row) instanceof Due.After after ? micros(after.delay()) : null);
        return instants(rows, row -> column.apply(row) instanceof Due.At at ? storable(at.instant()) : null);
    }

    <R> Call bytes(List<R> rows, Function<R, byte @Nullable []> column) throws SQLException {
        var values = new byte[rows.size()] @Nullable [];
        for (var i = 0; i < values.length; i++) {
            values[i] = column.apply(rows.get(i));
        }
        return bind("bytea", values);
    }

    /** Runs a statement that answers no rows, and tells how many it wrote. */
    int run() throws SQLException {
        execute();
        return statement.getUpdateCount();
    }

    <T> List<T> list(Mapping<T> mapping) throws SQLException {
        execute();
        return rows(mapping);
    }

    /** The one row of a further statement, that travelled with the last. */
    <T> T then(Mapping<T> mapping) throws SQLException {
        return next(mapping).get(0);
    }

    /** All rows of such a statement. */
    <T> List<T> next(Mapping<T> mapping) throws SQLException {
        statement.getMoreResults();
        return rows(mapping);
    }

    private <T> List<T> rows(Mapping<T> mapping) throws SQLException {
        try (var result = statement.getResultSet()) {
            var row = new Row(result);
            var list = new ArrayList<T>();
            while (result.next()) {
                list.add(mapping.of(row));
            }
            return list;
        }
    }

    private void execute() throws SQLException {
        statement.execute();
        for (var passed = 0; passed < passedOver; passed++) {
            statement.getMoreResults();
        }
    }

    <T> Optional<T> find(Mapping<T> mapping) throws SQLException {
        return list(mapping).stream().findFirst();
    }

    <T> T get(Mapping<T> mapping) throws SQLException {
        return find(mapping).orElseThrow();
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }

    /** Rounded up, because a job must never start early, and bounded, because nothing in the port bounds every duration. */
    static long micros(Duration duration) {
        if (duration.toSeconds() >= MOST_MICROS / 1_000_000) {
            return MOST_MICROS;
        }
        return duration.toSeconds() * 1_000_000 + (duration.toNanosPart() + 999) / 1_000;
    }

    /** Anything before the epoch is long past, and timestamptz begins later than Instant. */
    private static Instant storable(Instant instant) {
        return instant.isBefore(Instant.EPOCH) ? Instant.EPOCH : upToMicros(instant);
    }

    /** Rounded up to what columns keep: nothing is early. */
    static Instant upToMicros(Instant instant) {
        var down = instant.truncatedTo(ChronoUnit.MICROS);
        return down.equals(instant) ? down : down.plus(1, ChronoUnit.MICROS);
    }

    /** PostgreSQL's text cannot hold U+0000; an error message that quotes binary data must not make its job unfinishable. */
    private static String storable(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
    }

    /** Arrays of the very type: the driver sends those in binary, and others as text that it and the server put together and apart. */
    private Call bind(String type, @Nullable Object[] values) throws SQLException {
        Array array = statement.getConnection().createArrayOf(type, values);
        statement.setArray(++bound, array);
        return this;
    }

    /** Makes a value of the row on which the cursor stands. */
    @FunctionalInterface
    interface Mapping<T> {
        T of(Row row) throws SQLException;
    }
}
