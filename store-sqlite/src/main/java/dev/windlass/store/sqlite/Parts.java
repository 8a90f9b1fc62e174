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
    private final Built built;

    private boolean closed;

    private Parts(Path file, EngineLock lock, Connection writing, Built built) {
        this.file = file;
        this.lock = lock;
        this.writing = writing;
        this.built = built;
    }

    /** What the caller asked for. */
    private record Wish(SqliteOptions options, StoreClock clock, GroupCommit.Service service) {}

    /** What was made around the connection that writes. */
    private record Built(
            StoreClock clock,
            FailStop failStop,
            GroupCommit writes,
            Readers readers,
            Optional<Thread> thread,
            Optional<LateCheck> check) {

        /** Whether nothing speaks against a mark of a clean stop. */
        boolean sound() {
            return failStop.reason().isEmpty() && check.map(LateCheck::passed).orElse(true);
        }
    }

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
        var check =
                opened.checkLate() ? Optional.of(new LateCheck(file, readers, failStop)) : Optional.<LateCheck>empty();
        var thread = start(wish.service(), writes, check);
        return new Built(opened.clock(), failStop, writes, readers, thread, check);
    }

    private static Optional<Thread> start(GroupCommit.Service service, GroupCommit writes, Optional<LateCheck> check) {
        return switch (service) {
            case THREAD -> {
                check.ifPresent(late -> Outside.start("windlass-sqlite-check", late));
                yield Optional.of(Outside.start("windlass-sqlite-writer", writes::serve));
            }
            case CALLER -> {
                check.ifPresent(LateCheck::run);
                yield Optional.empty();
            }
        };
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

    /** The connection that writes: for whoever writes, one at a time. */
    Connection writing() {
        return writing;
    }

    StoreClock clock() {
        return built.clock();
    }

    GroupCommit writes() {
        return built.writes();
    }

    Readers readers() {
        return built.readers();
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        var reason = new StoreException(ErrorCode.STORE_FAILED, file + " was closed; open it anew");
        built.writes().close(reason);
        built.thread().ifPresent(Parts::join);
        var sound = built.sound();
        built.failStop().trip(reason);
        closeConnections(sound);
        release(lock);
    }

    /** Each step for itself: a full disk, for one, must not keep the connection open. */
    private void closeConnections(boolean sound) {
        attempt(built.readers()::close);
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
