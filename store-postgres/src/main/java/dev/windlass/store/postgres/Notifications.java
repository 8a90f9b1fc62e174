package dev.windlass.store.postgres;

import dev.windlass.store.Hint;
import dev.windlass.store.ProgramLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Hints by NOTIFY, on two connections of their own: one speaks, one listens.
 *
 * <p>Never in the transaction that has something to tell: commits that notify wait for each other in the whole database, the wait
 * for the disk included. The first hint goes out at once, those of the next moments together, without a wait for the disk.
 *
 * <p>What is told carries the teller's name, so nobody hears himself; and when a connection is made, a probe that everybody but its
 * teller ignores shows whether hints arrive at all. Where they do not (a pooler in transaction mode), this is logged once, and
 * those who wait look for themselves as they always do.
 */
final class Notifications implements Hints {
    private static final ProgramLog log = ProgramLog.of(Notifications.class);

    /** Hints that come within this time travel together. */
    private static final Duration GATHERING = Duration.ofMillis(5);

    /** How long the listener waits before it looks whether its connection is alive. */
    private static final Duration LISTENING = Duration.ofSeconds(5);

    /** How long a probe may take before hints are said not to arrive. */
    private static final Duration PROBE = Duration.ofSeconds(10);

    private static final long SHORTEST_BACKOFF_MILLIS = 100;
    private static final long LONGEST_BACKOFF_MILLIS = 5_000;

    /** How a probe ends: everybody but its teller ignores it. */
    static final String PROBING = "probe";

    /** Without a wait for the disk: a hint that a crash swallows is no loss. */
    private static final String LAZY = "set synchronous_commit to off";

    private final Database database;
    private final String channel;
    private final String me = Outside.name();
    private final List<Consumer<Hint>> ears = new CopyOnWriteArrayList<>();
    private final Set<Hint> waiting = EnumSet.noneOf(Hint.class);
    private boolean probeWaits;
    private boolean listens;
    private boolean speaks;
    private volatile boolean closed;
    private volatile boolean heard;
    private boolean warned;

    Notifications(Database database) {
        this.database = database;
        this.channel = channel(database.names());
    }

    /** Where the hints of a store are told; its name is that of the tables. */
    static String channel(Names names) {
        return "windlass_" + names.of("hints").replace('.', '_');
    }

    @Override
    public void tell(Hint hint) {
        synchronized (waiting) {
            if (!speaks) {
                speaks = true;
                Outside.start("windlass-tells", () -> keepDoing(this::speak));
            }
            waiting.add(hint);
            waiting.notifyAll();
        }
    }

    @Override
    public void hear(Consumer<Hint> ear) {
        ears.add(ear);
        synchronized (waiting) {
            if (!listens) {
                listens = true;
                Outside.start("windlass-hears", () -> keepDoing(this::listen));
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        synchronized (waiting) {
            waiting.notifyAll();
        }
    }

    private interface Turn {
        void on(Connection connection) throws SQLException, InterruptedException;
    }

    /** A connection after the other, until closed. */
    private void keepDoing(Turn turn) {
        var backoff = SHORTEST_BACKOFF_MILLIS;
        while (!closed) {
            try (var connection = database.connect()) {
                backoff = SHORTEST_BACKOFF_MILLIS;
                turn.on(connection);
            } catch (SQLException e) {
                // Whoever waits for a job looks for it anyway, so this is nobody's trouble.
                log.debug("hints are cut off for a while", e);
                pause(Outside.jittered(backoff));
                backoff = Math.min(2 * backoff, LONGEST_BACKOFF_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void pause(long millis) {
        synchronized (waiting) {
            try {
                if (!closed) {
                    waiting.wait(millis);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                closed = true;
            }
        }
    }

    private void speak(Connection connection) throws SQLException, InterruptedException {
        execute(connection, LAZY);
        try (var notify = connection.prepareStatement("select pg_notify(?, ?)")) {
            while (!closed) {
                for (var words : next()) {
                    notify.setString(1, channel);
                    notify.setString(2, me + " " + words);
                    notify.execute();
                }
                gather();
            }
        }
    }

    /** Waits until there is something to tell. */
    private List<String> next() throws InterruptedException {
        synchronized (waiting) {
            while (waiting.isEmpty() && !probeWaits && !closed) {
                waiting.wait();
            }
            var words = waiting.stream().map(Hint::name).collect(Collectors.toList());
            if (probeWaits) {
                words.add(PROBING);
            }
            waiting.clear();
            probeWaits = false;
            return words;
        }
    }

    /** What comes meanwhile travels together. */
    private void gather() throws InterruptedException {
        synchronized (waiting) {
            var end = Outside.nanos() + GATHERING.toNanos();
            for (var left = GATHERING.toNanos(); left > 0 && !closed; left = end - Outside.nanos()) {
                waiting.wait(Math.max(1, left / 1_000_000));
            }
        }
    }

    private void listen(Connection connection) throws SQLException {
        execute(connection, "listen " + channel);
        var asked = probe();
        // Whatever was told while nobody listened may have been missed.
        ears.forEach(ear -> ear.accept(Hint.READY));
        var pg = connection.unwrap(PGConnection.class);
        while (!closed) {
            var notifications = pg.getNotifications((int) LISTENING.toMillis());
            for (var notification : notifications) {
                hear(notification);
            }
            if (notifications.length == 0) {
                requireAlive(connection);
                warnIfDeaf(asked);
            }
        }
    }

    private long probe() {
        heard = false;
        synchronized (waiting) {
            probeWaits = true;
            if (!speaks) {
                speaks = true;
                Outside.start("windlass-tells", () -> keepDoing(this::speak));
            }
            waiting.notifyAll();
        }
        return Outside.nanos();
    }

    private void hear(PGNotification notification) {
        var words = notification.getParameter();
        if (words.equals(me + " " + PROBING)) {
            heard = true;
        } else if (!words.startsWith(me) && !words.endsWith(PROBING)) {
            // What a newer version tells means as much as it does: look.
            var hint = words.endsWith(Hint.CONTROL.name()) ? Hint.CONTROL : Hint.READY;
            ears.forEach(ear -> ear.accept(hint));
        }
    }

    private static void requireAlive(Connection connection) throws SQLException {
        if (!connection.isValid((int) LISTENING.toSeconds())) {
            throw new SQLException("the connection that listens is gone");
        }
    }

    private void warnIfDeaf(long asked) {
        if (!heard && !warned && Outside.nanos() - asked > PROBE.toNanos()) {
            warned = true;
            log.warn(
                    "hints do not arrive, so jobs of other processes are found by looking, twice a second: is there a pooler in"
                            + " transaction mode between? Give PostgresOptions.withHintUrl a URL that leads to the server itself,"
                            + " or withHints(POLL) to do without");
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
