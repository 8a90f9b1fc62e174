package dev.windlass.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.postgresql.PGConnection;

/**
 * The least that a job has to wait for between two processes: one connection inserts a row and commits with a NOTIFY, another is woken
 * by it, deletes the row and commits. No store could be faster and as durable.
 */
final class RawNotify implements Contender {
    static final String NAME = "raw commit, NOTIFY, commit";

    private static final int WAIT_MILLIS = 100;
    private static final String SCHEMA = "create table note (number bigserial primary key, text text not null)";
    private static final String SEND =
            "with note as (insert into note (text) values (?)) select pg_notify('bench', '')";
    private static final String TAKE = "delete from note where number = (select min(number) from note) returning text";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int jobs(Scale scale) {
        return scale.peerJobs();
    }

    @Override
    public void prepare(Address database) throws SQLException {
        try (var connection = database.connect()) {
            Script.execute(connection, SCHEMA);
        }
    }

    @Override
    public Client client(Address database) throws SQLException {
        return new Pair(database.connect(), database.connect());
    }

    @Override
    public Opened open(Address database, Started started) throws SQLException {
        var pair = new Pair(database.connect(), database.connect());
        Script.execute(pair.receiver, "listen bench");
        return () -> {
            new Thread(() -> pair.receive(started), "raw-receiver").start();
            return pair;
        };
    }

    /** Two connections; each has a thread of its own. */
    private static final class Pair implements Worker {
        private final Connection sender;
        private final Connection receiver;
        private final PreparedStatement send;
        private volatile boolean closed;

        private Pair(Connection sender, Connection receiver) throws SQLException {
            this.sender = sender;
            this.receiver = receiver;
            this.send = sender.prepareStatement(SEND);
        }

        @Override
        public void enqueue(String text) throws SQLException {
            send.setString(1, text);
            send.execute();
        }

        @Override
        public void enqueueAll(int jobs) throws SQLException {
            for (var job = 0; job < jobs; job++) {
                enqueue(Letter.SAMPLE.text());
            }
        }

        @Override
        public void awaitFinished(int jobs) {
            throw new UnsupportedOperationException("here only latency is measured");
        }

        private void receive(Started started) {
            try (var take = receiver.prepareStatement(TAKE)) {
                while (!closed) {
                    var notes = receiver.unwrap(PGConnection.class).getNotifications(WAIT_MILLIS);
                    for (var note = 0; note < notes.length; note++) {
                        take(take, started);
                    }
                }
            } catch (SQLException e) {
                if (!closed) {
                    throw new IllegalStateException("the receiver of the raw pair failed", e);
                }
            }
        }

        private static void take(PreparedStatement take, Started started) throws SQLException {
            try (var row = take.executeQuery()) {
                row.next();
                started.at(System.nanoTime(), row.getString(1));
            }
        }

        @Override
        public void close() throws SQLException {
            closed = true;
            sender.close();
            receiver.close();
        }
    }
}
