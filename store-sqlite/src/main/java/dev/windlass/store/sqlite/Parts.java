package dev.windlass.store.sqlite;

import dev.windlass.store.StoreClock;
import dev.windlass.store.StoreException;
import dev.windlass.task.ErrorCode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** What an open store is made of, put together in order and taken apart in reverse. */
final class Parts implements AutoCloseable {
    private static final String CLEAN = "update windlass_engine set clean = 1";

    private final Path file;
    private final EngineLock lock;
    private final Connection writing;
    private final Built built;

    // Guarded by this.
    private boolean closed;
    private boolean sound;

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
            ForeignLog.remove(file);
            return open(file, lock, new Wish(options, clock, service));
        } catch (SQLException e) {
            Closing.after(e, lock);
            throw Opening.refusal(file, e);
        } catch (RuntimeException | Error e) {
            Closing.after(e, lock);
            throw e;
        }
    }

    private static Parts open(Path file, EngineLock lock, Wish wish) throws SQLException {
        var writing = DatabaseFile.writing(file, wish.options());
        try {
            return new Parts(file, lock, writing, build(file, writing, wish));
        } catch (SQLException | RuntimeException | Error e) {
            Closing.after(e, writing);
            throw e;
        }
    }

    private static Built build(Path file, Connection writing, Wish wish) throws SQLException {
        var opened = new Opening(file, writing, wish.clock()).open(Migrations.ofThisVersion());
        var names = new Names();
        var failStop = new FailStop();
        var statements = new Statements(writing);
        var turn = new Turn(statements, names, opened.clock(), opened.engine());
        var writer = new Writer(file, statements, turn, failStop, Whereabouts.of(file, Outside.nanos()));
        var writes = new GroupCommit(new Pending(wish.options().queued()), writer, wish.service());
        var readers = Readers.open(file, wish.options(), names, failStop);
        try {
            var check = opened.checkLate()
                    ? Optional.of(new LateCheck(file, readers, failStop))
                    : Optional.<LateCheck>empty();
            return new Built(opened.clock(), failStop, writes, readers, start(wish.service(), writes, check), check);
        } catch (RuntimeException | Error e) {
            // The check may be under way by now. This ends it, and closing the readers waits for that.
            failStop.trip(new StoreException(ErrorCode.STORE_REFUSED, file + " could not be opened", e));
            Closing.after(e, readers);
            throw e;
        }
    }

    /** The writer's thread comes last: what fails after it had started would have to end it. */
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

    Path file() {
        return file;
    }

    /** Refuses what goes past the writer and the readers, once these refuse everything. */
    void requireSound() {
        built.failStop().check();
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
    public void close() {
        // Before the monitor: another thread may hold it, and wait for the function that calls this.
        built.writes().requireNoTransaction();
        closeOnce();
    }

    private synchronized void closeOnce() {
        if (closed) {
            return;
        }
        closed = true;
        new Closing(file)
                .inOrder(
                        List.of(this::endWrites, built.readers()::close, this::markClean, writing::close, lock::close));
    }

    private void endWrites() {
        var reason = new StoreException(ErrorCode.STORE_FAILED, file + " was closed; open it anew");
        try {
            built.writes().close(reason);
            built.thread().ifPresent(Parts::join);
            sound = built.sound();
        } finally {
            built.failStop().trip(reason);
        }
    }

    private void markClean() throws SQLException {
        if (sound) {
            try (var statement = writing.createStatement()) {
                statement.execute(CLEAN);
            }
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
}
