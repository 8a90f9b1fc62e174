package dev.windlass.benchmarks;

import dev.windlass.store.NewWorker;
import dev.windlass.store.WorkerId;
import dev.windlass.store.postgres.PostgresStore;
import dev.windlass.task.Content;
import dev.windlass.task.Lane;
import dev.windlass.task.Queue;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * The statements of store-postgres on its own schema, and nothing around them: no port, no engine, no second thread. What the store does
 * beyond these is what the floor of the end-to-end measure leaves room for.
 *
 * <p>The texts are read from the store's classes, so they are the store's; a test fails when their parameters are no longer those that are
 * bound here. Used by one thread.
 */
final class PostgresOwnStatements implements BareLoop {
    static final Kind KIND = new Kind() {
        @Override
        public void prepare(Address database) {
            PostgresStore.at(database.text()).close();
        }

        @Override
        public BareLoop open(Address database) throws SQLException {
            try (var store = PostgresStore.at(database.text())) {
                store.workers()
                        .join(new NewWorker(new WorkerId(WORKER), "raw", "raw", 0, Duration.ofHours(1), Map.of()));
            }
            return new PostgresOwnStatements(database.connect());
        }
    };

    /** Jobs of an exchange: as many as an engine prefetches at most. */
    private static final int BATCH = 512;

    private static final long WORKER = 1;
    private static final long WEEK_MICROS = 7L * 86_400 * 1_000_000;
    private static final long MOST_BYTES = 4L << 20;

    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();
    private final String settings = text("Transaction", "PIN");
    private final String accept = text("Acceptance", "PLAIN");
    private final String end = text("Ends", "END");
    private final String number = text("Claims", "NUMBER");
    private final String claim = text("Claims", "CLAIM");
    private final Content payload = Letter.TASK.encode(Letter.SAMPLE);
    private final Content result = Letter.TASK.codec().encode(Letter.Receipt.SAMPLE, 1);
    private long claims;

    /** A claimed job, as far as its end needs it. */
    private record Held(UUID job, long fence) {}

    private PostgresOwnStatements(Connection connection) throws SQLException {
        this.connection = connection;
        connection.setAutoCommit(false);
        connection.unwrap(PGConnection.class).setPrepareThreshold(1);
    }

    private static String text(String owner, String constant) {
        try {
            var field = Class.forName("dev.windlass.store.postgres." + owner).getDeclaredField(constant);
            field.setAccessible(true);
            return String.valueOf(field.get(null));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the store has no statement " + owner + "." + constant, e);
        }
    }

    @Override
    public void accept(int jobs) throws SQLException {
        var bound = first(accept);
        bound.column(
                "uuid", Stream.generate(PostgresOwnStatements::id).limit(jobs).toList());
        bound.column("uuid", same(jobs, null));
        bound.column("text", same(jobs, Letter.TASK.name()));
        bound.column("text", same(jobs, Queue.DEFAULT_NAME));
        bound.column("int8", same(jobs, (long) Lane.NORMAL.code()));
        bound.content(payload, jobs);
        bound.column("int8", same(jobs, 0L));
        bound.column("timestamptz", same(jobs, null));
        bound.column("int8", same(jobs, null));
        bound.column("int8", same(jobs, null));
        bound.run();
        connection.commit();
    }

    @Override
    public int drain() throws SQLException {
        var finished = 0;
        var held = List.<Held>of();
        do {
            finished += held.size();
            held = exchange(held);
        } while (!held.isEmpty());
        return finished;
    }

    /** Ends what is held and claims the next jobs, in one transaction. */
    private List<Held> exchange(List<Held> held) throws SQLException {
        if (!held.isEmpty()) {
            finish(held);
        }
        claims++;
        var bound = held.isEmpty() ? first(number) : next(number);
        bound.number(claims).number(WORKER).number(claims).run();
        var claimed = claim();
        connection.commit();
        return claimed;
    }

    private void finish(List<Held> held) throws SQLException {
        var jobs = held.size();
        var bound = first(end);
        bound.column("uuid", held.stream().map(Held::job).toList());
        bound.column("int8", held.stream().map(Held::fence).toList());
        bound.column("int8", same(jobs, 4L));
        bound.column("bool", same(jobs, false));
        bound.column("int8", same(jobs, 1L));
        bound.column("int8", same(jobs, 10L));
        bound.column("int8", same(jobs, 10L));
        bound.column("int8", same(jobs, WEEK_MICROS));
        bound.column("int8", same(jobs, null));
        bound.column("text", same(jobs, null));
        bound.content(result, jobs);
        bound.column("bool", same(jobs, false));
        bound.run();
    }

    private List<Held> claim() throws SQLException {
        var bound = next(claim);
        bound.column("text", List.of(Queue.DEFAULT_NAME));
        bound.column("int8", List.of((long) Lane.NORMAL.code()));
        bound.column("int8", List.of((long) BATCH));
        bound.column("bool", List.of(false));
        bound.number(BATCH).number(BATCH).number(MOST_BYTES).number(WORKER).number(claims);
        var claimed = new ArrayList<Held>(BATCH);
        bound.statement.execute();
        try (var row = bound.statement.getResultSet()) {
            while (row.next()) {
                row.getBytes("payload_bytes");
                claimed.add(new Held(row.getObject("job", UUID.class), row.getLong("fence")));
            }
        }
        return claimed;
    }

    /** The first statement of a transaction brings its settings along, in the same round trip. */
    private Bound first(String sql) throws SQLException {
        return next(settings + sql);
    }

    private Bound next(String sql) throws SQLException {
        var known = prepared.get(sql);
        if (known == null) {
            known = connection.prepareStatement(sql);
            prepared.put(sql, known);
        }
        return new Bound(known);
    }

    private static List<@Nullable Object> same(int count, @Nullable Object value) {
        return Collections.nCopies(count, value);
    }

    /** As a UUIDv7 begins: with the time. */
    private static UUID id() {
        var random = ThreadLocalRandom.current();
        return new UUID((System.currentTimeMillis() << 16) | random.nextInt(1 << 16), random.nextLong());
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    /** A statement, as it is given its parameters in order. */
    private static final class Bound {
        private final PreparedStatement statement;
        private int count;

        private Bound(PreparedStatement statement) {
            this.statement = statement;
        }

        void column(String type, List<? extends @Nullable Object> values) throws SQLException {
            statement.setArray(++count, statement.getConnection().createArrayOf(type, values.toArray()));
        }

        /** Four columns: type, version, checksum, bytes. */
        void content(Content content, int jobs) throws SQLException {
            column("text", same(jobs, content.type()));
            column("int8", same(jobs, (long) content.version()));
            column("int8", same(jobs, (long) content.crc()));
            var bytes = new byte[jobs][];
            Arrays.fill(bytes, content.bytes());
            statement.setArray(++count, statement.getConnection().createArrayOf("bytea", bytes));
        }

        Bound number(long value) throws SQLException {
            statement.setLong(++count, value);
            return this;
        }

        void run() throws SQLException {
            statement.execute();
        }
    }
}
