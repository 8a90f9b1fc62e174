package dev.windlass.store.sqlite;

import dev.windlass.store.StoreClock;
import dev.windlass.store.StoreException;
import dev.windlass.task.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an open store is made of, put together in order and taken apart in reverse. */
final class Parts implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Parts.class);

    private static final String CLEAN = "update engine set clean = 1";

    private final Path file;
    private final EngineLock lock;
    private final Connection writing;
    private final StoreClock clock;
    private final FailStop failStop;
    private final GroupCommit writes;
    private final Readers readers;
    private final Optional<Thread> thread;

    private boolean closed;

    private Parts(Path file, EngineLock lock, Connection writing, Built built) {
        this.file = file;
        this.lock = lock;
        this.writing = writing;
        this.clock = built.clock();
        this.failStop = built.failStop();
        this.writes = built.writes();
        this.readers = built.readers();
        this.thread = built.thread();
    }

    /** What was made around the connection that writes. */
    private record Built(
            StoreClock clock, FailStop failStop, GroupCommit writes, Readers readers, Optional<Thread> thread) {}

    static Parts open(Path path, SqliteOptions options, StoreClock clock, GroupCommit.Service service) {
        var file = DatabaseFile.resolve(path);
        var lock = EngineLock.take(file);
        try {
            return open(file, lock, new Wish(options, clock, service));
        } catch (SQLException e) {
            release(lock);
            throw Opening.refusal(file, e);
        } catch (RuntimeException | Error e) {
            release(lock);
            throw e;
        }
    }

    /** What the caller asked for. */
    private record Wish(SqliteOptions options, StoreClock clock, GroupCommit.Service service) {}

    private static Parts open(Path file, EngineLock lock, Wish wish) throws SQLException {
        var writing = DatabaseFile.writing(file, wish.options());
        try {
            return new Parts(file, lock, writing, build(file, writing, wish));
        } catch (SQLException | RuntimeException | Error e) {
            writing.close();
            throw e;
        }
    }

    private static Built build(Path file, Connection writing, Wish wish) throws SQLException {
        var opened = new Opening(file, writing, wish.clock()).open(Migrations.ofThisVersion());
        var names = new Names();
        var failStop = new FailStop();
        var statements = new Statements(writing);
        var turn = new Turn(statements, names, opened.clock(), opened.engine());
        var writer = new Writer(file, statements, names, turn, failStop);
        var writes = new GroupCommit(new Pending(wish.options().queued()), writer, wish.service());
        var readers = new Readers(file, names, failStop, readings(file, wish.options()));
        var thread = switch (wish.service()) {
            case THREAD -> Optional.of(Outside.start("windlass-sqlite-writer", () -> serve(writes)));
            case CALLER -> Optional.<Thread>empty();
        };
        return new Built(opened.clock(), failStop, writes, readers, thread);
    }

    /** The writer's thread: ends when the line is closed and empty. */
    private static void serve(GroupCommit writes) {
        var open = true;
        while (open) {
            open = writes.run();
        }
    }

    private static List<Connection> readings(Path file, SqliteOptions options) throws SQLException {
        var connections = new ArrayList<Connection>();
        try {
            for (var count = 0; count < options.readers(); count++) {
                connections.add(DatabaseFile.reading(file, options));
            }
            return connections;
        } catch (SQLException e) {
            for (var connection : connections) {
                connection.close();
            }
            throw e;
        }
    }

    Path file() {
        return file;
    }

    /** The connection that writes: for the writer's thread only. */
    Connection writing() {
        return writing;
    }

    StoreClock clock() {
        return clock;
    }

    GroupCommit writes() {
        return writes;
    }

    Readers readers() {
        return readers;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        var reason = new StoreException(ErrorCode.STORE_FAILED, file + " was closed; open it anew");
        writes.close(reason);
        thread.ifPresent(Parts::join);
        var sound = failStop.reason().isEmpty();
        failStop.trip(reason);
        closeConnections(sound);
        release(lock);
    }

    /** Each step for itself: a full disk, for one, must not keep the connection open. */
    private void closeConnections(boolean sound) {
        attempt(readers::close);
        if (sound) {
            attempt(this::markClean);
        }
        attempt(writing::close);
    }

    private void markClean() throws SQLException {
        try (var statement = writing.createStatement()) {
            statement.execute(CLEAN);
        }
    }

    /** A step of closing. */
    private interface Step {
        void run() throws SQLException;
    }

    private void attempt(Step step) {
        try {
            step.run();
        } catch (SQLException e) {
            // Everything that was acknowledged is in the file; the next open finds no mark of a clean stop and checks
            // it.
            log.warn("{} was not closed cleanly", file, e);
        }
    }

    private static void join(Thread thread) {
        var interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void release(EngineLock lock) {
        try {
            lock.close();
        } catch (IOException e) {
            log.warn("the lock file was not closed cleanly", e);
        }
    }
}
