package dev.windlass.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteConfig;

/**
 * The least that can be called a durable queue on SQLite: claim, fenced finish, history. One table for jobs, one for what became
 * of them, one thread, full syncs.
 *
 * <p>It stands for the bare price of the file and is never changed, whatever happens to the store: that is how numbers of
 * different years can be compared. Used by one thread.
 */
final class MinimalLoop implements AutoCloseable {
    private static final int BATCH = 512;

    private static final List<String> SCHEMA = List.of(
            "create table job (number integer primary key, payload blob not null)",
            "create table life (number integer primary key, state integer not null, fence integer not null)",
            "create index ready on life (number) where state = 1",
            "create table history (job integer not null, fence integer not null, ended integer not null, result blob,"
                    + " primary key (job, fence)) without rowid");
    private static final String JOB = "insert into job (number, payload) values (?, ?)";
    private static final String LIFE = "insert into life (number, state, fence) values (?, 1, 0)";
    private static final String FIRST = """
            select l.number, l.fence, j.payload
            from life l join job j on j.number = l.number
            where l.state = 1
            order by l.number
            limit 512
            """;
    private static final String TAKE = "update life set state = 2, fence = fence + 1 where state = 1 and number <= ?";
    private static final String FINISH = "update life set state = 3 where number = ? and fence = ? and state = 2";
    private static final String HISTORY = "insert into history (job, fence, ended, result) values (?, ?, ?, ?)";

    private final Connection connection;
    private final PreparedStatement first;
    private final PreparedStatement take;
    private final PreparedStatement finish;
    private final PreparedStatement history;
    private final byte[] result = Letter.result();

    private record Held(long number, long fence) {}

    private MinimalLoop(Connection connection) throws SQLException {
        this.connection = connection;
        this.first = connection.prepareStatement(FIRST);
        this.take = connection.prepareStatement(TAKE);
        this.finish = connection.prepareStatement(FINISH);
        this.history = connection.prepareStatement(HISTORY);
    }

    /** Makes a file with so many ready jobs. */
    static void fill(Path file, int jobs) throws SQLException {
        try (var connection = connect(file)) {
            for (var table : SCHEMA) {
                try (var statement = connection.createStatement()) {
                    statement.execute(table);
                }
            }
            try (var job = connection.prepareStatement(JOB);
                    var life = connection.prepareStatement(LIFE)) {
                for (var number = 1; number <= jobs; number++) {
                    job.setLong(1, number);
                    job.setBytes(2, Letter.payload());
                    job.addBatch();
                    life.setLong(1, number);
                    life.addBatch();
                }
                job.executeBatch();
                life.executeBatch();
            }
            connection.commit();
        }
    }

    static MinimalLoop on(Path file) throws SQLException {
        return new MinimalLoop(connect(file));
    }

    private static Connection connect(Path file) throws SQLException {
        var config = new SQLiteConfig();
        config.setPageSize(4_096);
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setCacheSize(-64 * 1_024);
        config.setWalAutocheckpoint(4_000);
        config.setGetGeneratedKeys(false);
        var connection = config.createConnection("jdbc:sqlite:" + file);
        connection.setAutoCommit(false);
        return connection;
    }

    /** Runs until nothing is ready. Answers how many jobs were finished. */
    int drain() throws SQLException {
        var finished = 0;
        var held = List.<Held>of();
        do {
            finish(held);
            finished += held.size();
            held = claim();
            connection.commit();
        } while (!held.isEmpty());
        return finished;
    }

    private void finish(List<Held> held) throws SQLException {
        var now = System.currentTimeMillis();
        for (var job : held) {
            finish.setLong(1, job.number());
            finish.setLong(2, job.fence());
            finish.addBatch();
            history.setLong(1, job.number());
            history.setLong(2, job.fence());
            history.setLong(3, now);
            history.setBytes(4, result);
            history.addBatch();
        }
        finish.executeBatch();
        history.executeBatch();
    }

    private List<Held> claim() throws SQLException {
        var claimed = new ArrayList<Held>(BATCH);
        try (var row = first.executeQuery()) {
            while (row.next()) {
                row.getBytes(3);
                claimed.add(new Held(row.getLong(1), row.getLong(2) + 1));
            }
        }
        if (!claimed.isEmpty()) {
            take.setLong(1, claimed.get(claimed.size() - 1).number());
            take.executeUpdate();
        }
        return claimed;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
