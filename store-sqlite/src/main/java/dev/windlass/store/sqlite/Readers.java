package dev.windlass.store.sqlite;

import dev.windlass.store.ProgramLog;
import dev.windlass.store.StoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * Connections that read while the writer writes. Each read sees the last commit before it began. Safe for all threads; who finds
 * all connections taken waits, and an interrupt does not end the wait.
 */
final class Readers implements AutoCloseable {
    private static final ProgramLog log = ProgramLog.of(Readers.class);

    private final Path file;
    private final FailStop failStop;
    private final int count;
    private final Semaphore free;
    private final List<Reader> idle = new ArrayList<>();

    /** Something to read. */
    @FunctionalInterface
    interface Question<T> {
        T ask(Reader reader) throws SQLException;
    }

    /** Opens the connections; none stays open if one cannot be opened. */
    static Readers open(Path file, SqliteOptions options, Names names, FailStop failStop) throws SQLException {
        var connections = new ArrayList<Connection>();
        try {
            for (var count = 0; count < options.readers(); count++) {
                connections.add(DatabaseFile.reading(file, options));
            }
            return new Readers(file, names, failStop, connections);
        } catch (SQLException | RuntimeException | Error e) {
            connections.forEach(connection -> Closing.after(e, connection));
            throw e;
        }
    }

    Readers(Path file, Names names, FailStop failStop, List<Connection> connections) {
        this.file = file;
        this.failStop = failStop;
        this.count = connections.size();
        this.free = new Semaphore(count);
        connections.forEach(connection -> idle.add(new Reader(connection, new Statements(connection), names)));
    }

    <T> T read(Question<T> question) {
        failStop.check();
        free.acquireUninterruptibly();
        try {
            failStop.check();
            var reader = take();
            try {
                return question.ask(reader);
            } catch (SQLException e) {
                reader.statements().forget();
                throw seen(e);
            } finally {
                giveBack(reader);
            }
        } finally {
            free.release();
        }
    }

    private StoreException seen(SQLException error) {
        var trouble = Trouble.of(error);
        var seen = trouble.seen(file, error);
        if (trouble == Trouble.FATAL) {
            log.error("the store stops: {}", seen.getMessage(), error);
            failStop.trip(seen);
        }
        return seen;
    }

    private synchronized Reader take() {
        return idle.remove(idle.size() - 1);
    }

    private synchronized void giveBack(Reader reader) {
        idle.add(reader);
    }

    /** Waits for reads that are under way. */
    @Override
    public void close() {
        free.acquireUninterruptibly(count);
        try {
            new Closing(file)
                    .inOrder(idle.stream()
                            .<Closing.Step>map(reader -> reader.connection()::close)
                            .toList());
        } finally {
            // Whoever still waits finds the store closed, and is told so.
            free.release(count);
        }
    }
}
