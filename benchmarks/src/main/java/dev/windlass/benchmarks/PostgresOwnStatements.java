package dev.windlass.benchmarks;

import dev.windlass.store.NewWorker;
import dev.windlass.store.WorkerId;
import dev.windlass.store.postgres.PostgresStore;
import dev.windlass.task.Content;
import dev.windlass.task.Lane;
import dev.windlass.task.Queue;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
            return new PostgresOwnStatements(DriverManager.getConnection(database.text() + CONNECTION));
        }
    };

    /** As the store connects: prepared at once, and ids in binary. */
    private static final String CONNECTION = "&prepareThreshold=1&binaryTransferEnable=2951";

    /** Jobs of an exchange: as many as an engine prefetches at most. */
    private static final int BATCH = 512;

    private static final long WORKER = 1;
    private static final long WEEK_MICROS = 7L * 86_400 * 1_000_000;
    private static final long MOST_BYTES = 4L << 20;

    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();
    private final String settings = StoreInternals.statement("Transaction", "PIN") + ";\n";
    private final String accept =
            StoreInternals.statement("Acceptance", "GATE") + ";\n" + StoreInternals.statement("Acceptance", "PRESENT");
    private final String succeed = StoreInternals.statement("Successes", "SUCCEED");
    private final String claim = StoreInternals.statement("Claims", "AT_ONCE");
    private final Content payload = Letter.TASK.encode(Letter.SAMPLE);
    private final Content result = Letter.TASK.codec().encode(Letter.Receipt.SAMPLE, 1);
    private final long edition;
    private long claims;

    /** A claimed job, as far as its end needs it. */
    private record Held(UUID job, long fence) {}

    private PostgresOwnStatements(Connection connection) throws SQLException {
        this.connection = connection;
        connection.setAutoCommit(false);
        this.edition = Long.parseLong(Script.one(connection, "select edition from windlass.control"));
        connection.commit();
    }

    @Override
    public void accept(int jobs) throws SQLException {
        first(accept)
                .number(edition)
                .ids(Stream.generate(PostgresOwnStatements::id).limit(jobs).toArray(UUID[]::new))
                .ids(new UUID[jobs])
                .texts(jobs, Letter.TASK.name())
                .texts(jobs, Queue.DEFAULT_NAME)
                .numbers(jobs, (long) Lane.NORMAL.code())
                .content(payload, jobs)
                .run();
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
        var claimed = claim(held.isEmpty() ? first(claim) : next(claim));
        connection.commit();
        return claimed;
    }

    private void finish(List<Held> held) throws SQLException {
        var jobs = held.size();
        first(succeed)
                .ids(held.stream().map(Held::job).toArray(UUID[]::new))
                .column("int8", held.stream().map(Held::fence).toArray(Long[]::new))
                .numbers(jobs, 10L)
                .numbers(jobs, 10L)
                .numbers(jobs, WEEK_MICROS)
                .content(result, jobs)
                .run();
    }

    private List<Held> claim(Bound bound) throws SQLException {
        bound.number(claims)
                .number(WORKER)
                .number(claims)
                .texts(1, Queue.DEFAULT_NAME)
                .texts(1, Queue.DEFAULT_NAME)
                .number(WORKER)
                .number(edition)
                .column("timestamptz", new String[0])
                .texts(1, Queue.DEFAULT_NAME)
                .numbers(1, (long) Lane.NORMAL.code())
                .numbers(1, (long) BATCH)
                .numbers(1, (long) BATCH)
                .numbers(1, 1L)
                .numbers(1, 1L)
                .column("bool", new Boolean[] {false})
                .numbers(1, null)
                .column("bool", new Boolean[] {false})
                .number(BATCH)
                .number(BATCH)
                .number(MOST_BYTES)
                .number(WORKER)
                .number(claims)
                .number(WORKER);
        var claimed = new ArrayList<Held>(BATCH);
        bound.run();
        // Behind the number of the claim.
        bound.statement.getMoreResults();
        try (var row = bound.statement.getResultSet()) {
            while (row.next()) {
                var job = row.getObject("job", UUID.class);
                if (job != null) {
                    row.getBytes("payload_bytes");
                    claimed.add(new Held(job, row.getLong("fence")));
                }
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
        return new Bound(known, sql.startsWith(settings));
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
        private final boolean bringsSettings;
        private int count;

        private Bound(PreparedStatement statement, boolean bringsSettings) {
            this.statement = statement;
            this.bringsSettings = bringsSettings;
        }

        Bound ids(@Nullable UUID[] ids) throws SQLException {
            statement.setObject(++count, StoreInternals.ids(ids));
            return this;
        }

        Bound texts(int rows, String text) throws SQLException {
            var texts = new String[rows];
            Arrays.fill(texts, text);
            return column("text", texts);
        }

        Bound numbers(int rows, @Nullable Long number) throws SQLException {
            var numbers = new @Nullable Long[rows];
            Arrays.fill(numbers, number);
            return column("int8", numbers);
        }

        /** Four columns: type, version, checksum, bytes. */
        Bound content(Content content, int rows) throws SQLException {
            var bytes = new byte[rows][];
            Arrays.fill(bytes, content.bytes());
            return texts(rows, content.type())
                    .numbers(rows, (long) content.version())
                    .numbers(rows, (long) content.crc())
                    .column("bytea", bytes);
        }

        Bound column(String type, @Nullable Object[] values) throws SQLException {
            statement.setArray(++count, statement.getConnection().createArrayOf(type, values));
            return this;
        }

        Bound number(long value) throws SQLException {
            statement.setLong(++count, value);
            return this;
        }

        /** Passes over the answer of the settings, if they came along. */
        void run() throws SQLException {
            if (statement.execute() && bringsSettings) {
                statement.getMoreResults();
            }
        }
    }
}
