package dev.windlass.benchmarks;

import dev.windlass.store.sqlite.SqliteStore;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.ThreadLocalRandom;
import org.sqlite.SQLiteConfig;

/**
 * The statements of store-sqlite on its own schema and with its settings, and nothing around them: no port, no engine, no second
 * thread. What the store does beyond these is what the floor of the end-to-end measure leaves room for.
 *
 * <p>The texts are copies, and a test compares them with the store's. Used by one thread.
 */
final class SqliteOwnStatements implements BareLoop {
    static final Kind KIND = new Kind() {
        @Override
        public void prepare(Address database) {
            SqliteStore.at(database.file()).close();
        }

        @Override
        public BareLoop open(Address database) throws SQLException {
            return on(database.file());
        }
    };

    /** Jobs of an exchange: as many as an engine prefetches at most. */
    static final int BATCH = 512;

    static final String BASE = """
            insert into windlass_job (number, id, task, queue, lane, accepted, parent, type, version, crc, payload)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (id) do nothing
            """;
    static final String READY = """
            insert into windlass_life (number, state, queue, line, since, position)
            values (?1, 1, ?2, ?3, ?4, ?5)
            """;
    static final String RECORD = """
            insert into windlass_attempt (job, fence, ordinal, outcome, number, worker, host, started, ended, ran, error,
                type, version, crc, result)
            select number, fence, ?3, ?4, failures + 1, worker, (select w.host from windlass_worker w where w.id = windlass_life.worker),
                since + ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12
            from windlass_life
            where number = ?1 and fence = ?2 and state = 2
            on conflict (job, fence, ordinal) do nothing
            """;
    static final String SUCCEED = """
            update windlass_life
            set state = 4, since = ?2, keep_until = ?3, reason = null, losses = 0, line = line & 3, lease_end = null
            where number in (select value from json_each(?1)) and state = 2
            """;
    static final String FIRST = """
            select j.id, l.fence, l.failures, l.losses, l.releases, coalesce(l.first, 0), j.task, j.type, j.version, j.crc, j.payload,
                c.type, c.version, c.crc, c.bytes, l.line, l.position, j.queue,
                case when l.marks & 1 then (select t.text from windlass_terms t where t.job = l.number) end,
                l.marks, l.number,
                case when l.marks & 2048 then (
                    select e.at
                    from windlass_expiry e
                    where e.job = l.number
                        and not exists (select 1 from windlass_attempt a where a.job = e.job and (a.started is not null or a.ordinal > 0)))
                end, l.since
            from windlass_life l
                join windlass_job j on j.number = l.number
                left join windlass_checkpoint c on c.job = l.number
            where l.state = 1 and l.queue = ? and l.line = ? and l.position > 0
            order by l.position
            limit ?
            """;
    static final String TAKE = """
            update windlass_life
            set state = 2, since = ?1, fence = (?2 << 31) + (fence & 2147483647) + 1, worker = ?3, claim = ?4,
                first = coalesce(first, ?1), lease_end = null, marks = marks & ~4096
            where state = 1 and queue = ?5 and line = ?6 and position > 0 and position <= ?7
            """;
    static final String CARRY = "update windlass_engine set sequence = ?, clock = ? where number = ?";

    private static final long WORKER = 1;
    private static final long WEEK_MICROS = 7L * 86_400 * 1_000_000;

    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();
    private final byte[] payload = Letter.payload();
    private final byte[] result = Letter.result();
    private final long engine;
    private final long generation;
    private final int queue;
    private final int line;
    private long sequence;
    private long claims;

    /** A claimed job, as far as its end needs it. */
    private static final class Held {
        private final long number;
        private final long fence;

        private Held(long number, long fence) {
            this.number = number;
            this.fence = fence;
        }
    }

    private SqliteOwnStatements(Connection connection) throws SQLException {
        this.connection = connection;
        this.engine = number("select number from windlass_engine");
        this.generation = number("select generation from windlass_engine");
        this.sequence = number("select sequence from windlass_engine");
        this.queue = (int) number("select coalesce(max(queue), 1) from windlass_life");
        this.line = (int) number("select coalesce(max(line), 2) from windlass_life");
    }

    /** Opens a file that the store has made. */
    static SqliteOwnStatements on(Path file) throws SQLException {
        var config = new SQLiteConfig();
        config.setPageSize(4_096);
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setPragma(SQLiteConfig.Pragma.MMAP_SIZE, "0");
        config.setCacheSize(-64 * 1_024);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        config.setWalAutocheckpoint(4_000);
        config.setGetGeneratedKeys(false);
        var connection = config.createConnection("jdbc:sqlite:" + file);
        connection.setAutoCommit(false);
        return new SqliteOwnStatements(connection);
    }

    private long number(String sql) throws SQLException {
        try (var row = statement(sql).executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private PreparedStatement statement(String sql) throws SQLException {
        var known = prepared.get(sql);
        if (known == null) {
            known = connection.prepareStatement(sql);
            prepared.put(sql, known);
        }
        return known;
    }

    /** Inserts jobs in one transaction. */
    @Override
    public void accept(int count) throws SQLException {
        var base = statement(BASE);
        var ready = statement(READY);
        var now = micros();
        for (var job = 0; job < count; job++) {
            var number = ++sequence;
            bindBase(base, number, now);
            ready.setLong(1, number);
            ready.setInt(2, queue);
            ready.setInt(3, line);
            ready.setLong(4, now);
            ready.setLong(5, number);
            base.addBatch();
            ready.addBatch();
        }
        base.executeBatch();
        ready.executeBatch();
        commit(now);
    }

    private void bindBase(PreparedStatement base, long number, long now) throws SQLException {
        base.setLong(1, number);
        base.setBytes(2, id(now));
        base.setInt(3, 1);
        base.setInt(4, queue);
        base.setInt(5, line);
        base.setLong(6, now);
        base.setBytes(7, null);
        base.setInt(8, 1);
        base.setInt(9, 1);
        base.setInt(10, 0);
        base.setBytes(11, payload);
    }

    /** As a UUIDv7 begins: with the time. */
    private static byte[] id(long micros) {
        return ByteBuffer.allocate(16)
                .putLong(((micros / 1_000) << 16) | ThreadLocalRandom.current().nextInt(1 << 16))
                .putLong(ThreadLocalRandom.current().nextLong())
                .array();
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
        var now = micros();
        finish(held, now);
        var claimed = claim(now);
        commit(now);
        return claimed;
    }

    private void finish(List<Held> held, long now) throws SQLException {
        var record = statement(RECORD);
        var numbers = new StringJoiner(",", "[", "]");
        for (var job : held) {
            bindRecord(record, job, now);
            record.addBatch();
            numbers.add(Long.toString(job.number));
        }
        record.executeBatch();
        succeed(numbers.toString(), now);
    }

    private void succeed(String numbers, long now) throws SQLException {
        var end = statement(SUCCEED);
        end.setString(1, numbers);
        end.setLong(2, now);
        end.setLong(3, now + WEEK_MICROS);
        end.executeUpdate();
    }

    private void bindRecord(PreparedStatement record, Held job, long now) throws SQLException {
        record.setLong(1, job.number);
        record.setLong(2, job.fence);
        record.setInt(3, 0);
        record.setInt(4, 1);
        record.setLong(5, 10);
        record.setLong(6, now);
        record.setLong(7, 10);
        record.setString(8, null);
        record.setInt(9, 1);
        record.setInt(10, 1);
        record.setInt(11, 0);
        record.setBytes(12, result);
    }

    private List<Held> claim(long now) throws SQLException {
        var select = statement(FIRST);
        select.setInt(1, queue);
        select.setInt(2, line);
        select.setInt(3, BATCH);
        var claimed = new ArrayList<Held>(BATCH);
        var last = 0L;
        try (var row = select.executeQuery()) {
            while (row.next()) {
                row.getBytes(11);
                claimed.add(new Held(row.getLong(21), (generation << 31) + (row.getLong(2) & 0x7FFF_FFFF) + 1));
                last = row.getLong(17);
            }
        }
        if (!claimed.isEmpty()) {
            take(now, last);
        }
        return claimed;
    }

    private void take(long now, long last) throws SQLException {
        var take = statement(TAKE);
        take.setLong(1, now);
        take.setLong(2, generation);
        take.setLong(3, WORKER);
        take.setLong(4, ++claims);
        take.setInt(5, queue);
        take.setInt(6, line);
        take.setLong(7, last);
        take.executeUpdate();
    }

    private void commit(long now) throws SQLException {
        var carry = statement(CARRY);
        carry.setLong(1, sequence);
        carry.setLong(2, now);
        carry.setLong(3, engine);
        carry.executeUpdate();
        connection.commit();
    }

    private static long micros() {
        return System.currentTimeMillis() * 1_000;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
