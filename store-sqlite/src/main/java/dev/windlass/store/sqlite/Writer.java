package dev.windlass.store.sqlite;

import dev.windlass.store.ProgramLog;
import dev.windlass.store.StoreException;
import dev.windlass.task.ErrorCode;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Runs work on the one connection that writes. Used by one thread at a time.
 *
 * <p>A batch shares one transaction and one sync. If a part of it fails, all of it is undone and each part is tried alone: that
 * is rare, and dearer than savepoints only then, while savepoints would cost every batch a copy of each page it touches.
 *
 * <p>Nobody is answered before the commit has returned.
 */
final class Writer {
    private static final ProgramLog log = ProgramLog.of(Writer.class);

    // Immediate: a transaction that first reads and then asks for the lock can be refused when it is half done.
    private static final String BEGIN = "begin immediate";
    private static final String COMMIT = "commit";
    private static final String ROLLBACK = "rollback";

    private final Path file;
    private final Statements statements;
    private final Turn turn;
    private final FailStop failStop;
    private final Whereabouts whereabouts;

    // The thread that writes at this moment. Other threads read it only to see that it is not they.
    private volatile Optional<Thread> writing = Optional.empty();

    Writer(Path file, Statements statements, Turn turn, FailStop failStop, Whereabouts whereabouts) {
        this.file = file;
        this.statements = statements;
        this.turn = turn;
        this.failStop = failStop;
        this.whereabouts = whereabouts;
    }

    void run(List<Ticket<?>> batch) {
        writing = Optional.of(Thread.currentThread());
        try {
            if (!answered(batch)) {
                batch.forEach(ticket -> answered(List.of(ticket)));
            }
        } catch (RuntimeException | Error e) {
            // Not even undoing worked, as when memory is short. Nobody may wait for ever, and nobody may write after
            // this.
            failStop.trip(new StoreException(
                    ErrorCode.STORE_FAILED, "the writer of " + file + " broke down; open it anew", e));
            batch.forEach(ticket -> ticket.fail(e));
        } finally {
            writing = Optional.empty();
        }
    }

    /** Refuses a write, or the end of all writes, from within a write: it would wait for itself. */
    void requireNoTransaction() {
        if (writing.equals(Optional.of(Thread.currentThread()))) {
            throw new IllegalStateException(
                    "a function in SqliteStore.transaction enqueued, closed or called another writing"
                            + " method of " + file
                            + ", which would wait for it for ever; use Windlass.within(session), and close it when the function has"
                            + " returned");
        }
    }

    /** Whether every ticket got its answer, good or bad. If not, nothing has happened and each is to be tried alone. */
    private boolean answered(List<Ticket<?>> batch) {
        var refused = failStop.reason();
        if (refused.isPresent()) {
            batch.forEach(ticket -> ticket.fail(refused.get()));
            return true;
        }
        try {
            commit(batch);
            batch.forEach(Ticket::answer);
            return true;
        } catch (SQLException e) {
            undo();
            return answered(batch, e);
        } catch (RuntimeException | Error e) {
            undo();
            return failedAlone(batch, e);
        }
    }

    private void commit(List<Ticket<?>> batch) throws SQLException {
        statements.run(BEGIN);
        turn.begin();
        for (var ticket : batch) {
            ticket.run(turn);
        }
        if (!turn.carry()) {
            failStop.trip(displaced());
        }
        whereabouts.lost().ifPresent(failStop::trip);
        failStop.check();
        statements.run(COMMIT);
        turn.committed();
    }

    private StoreException displaced() {
        return new StoreException(
                ErrorCode.STORE_FAILED,
                "another engine has opened " + file
                        + ", although this one had locked it (was the lock file deleted?): this one writes nothing more");
    }

    private boolean answered(List<Ticket<?>> batch, SQLException error) {
        var trouble = Trouble.of(error);
        var seen = trouble.seen(file, error);
        switch (trouble) {
            case FATAL -> {
                log.error("the store stops: {}", seen.getMessage(), error);
                failStop.trip(seen);
            }
            case FULL, BUSY -> log.warn("{}", seen.getMessage());
            case LOCAL -> {
                return lostTheFile(error) ? answered(batch) : failedAlone(batch, seen);
            }
        }
        batch.forEach(ticket -> ticket.fail(seen));
        return true;
    }

    /**
     * Whether the error comes from another engine, whose rows are where this one writes its own. The transaction is undone by now,
     * so that the question does not look at what it had read at its beginning.
     */
    private boolean lostTheFile(SQLException error) {
        try {
            if (!turn.isOurs()) {
                failStop.trip(displaced());
            }
        } catch (SQLException e) {
            // Not known, so the error is taken for what it says.
            error.addSuppressed(e);
        }
        return failStop.reason().isPresent();
    }

    private static boolean failedAlone(List<Ticket<?>> batch, Throwable trouble) {
        if (batch.size() > 1) {
            return false;
        }
        batch.get(0).fail(trouble);
        return true;
    }

    private void undo() {
        // Forgotten first: the driver cannot roll back while a failed statement is still open.
        statements.forget();
        turn.undone();
        try {
            statements.run(ROLLBACK);
        } catch (SQLException e) {
            if (!String.valueOf(e.getMessage()).contains("no transaction is active")) {
                failStop.trip(Trouble.FATAL.seen(file, e));
            }
            // Otherwise SQLite has rolled back by itself, as it does when the disk is full.
        }
    }
}
