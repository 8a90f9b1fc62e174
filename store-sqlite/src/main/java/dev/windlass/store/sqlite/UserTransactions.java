package dev.windlass.store.sqlite;

import dev.windlass.store.Accepted;
import dev.windlass.store.NewJob;
import dev.windlass.store.Session;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.WindlassException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.sqlite.ProgressHandler;

/** Runs functions of the user's within transactions of the writer. */
final class UserTransactions {
    /** Steps of SQLite's machine between two looks at the clock: about a tenth of a millisecond. */
    private static final int STEPS = 10_000;

    private final Path file;
    private final Connection writing;
    private final GroupCommit writes;
    private final Duration limit;
    private final LongSupplier nanos;

    UserTransactions(Parts parts, Duration limit, LongSupplier nanos) {
        this.file = parts.file();
        this.writing = parts.writing();
        this.writes = parts.writes();
        this.limit = limit;
        this.nanos = nanos;
    }

    @SuppressWarnings("unchecked") // A function can only throw what its type declares.
    <T, X extends Exception> T run(SessionWork<T, X> work) throws X {
        try {
            return writes.writeAlone(turn -> run(turn, work));
        } catch (Thrown e) {
            throw (X) e.original;
        }
    }

    /** Accepts jobs in a transaction that {@link #run} has begun. */
    Accepted accept(Session session, List<NewJob> batch) {
        SqliteJobs.requireBounds(batch);
        if (!(session instanceof SqliteSession ours) || !ours.belongsTo(writing)) {
            throw new WindlassException(
                    ErrorCode.BAD_INPUT,
                    "this session is not one of " + file
                            + ": jobs can only commit together with writes to the same file, inside SqliteStore.transaction");
        }
        try {
            return SqliteJobs.accept(ours.turn(), batch);
        } catch (SQLException e) {
            throw Trouble.of(e).seen(file, e);
        }
    }

    private <T, X extends Exception> T run(Turn turn, SessionWork<T, X> work) throws SQLException {
        var begun = nanos.getAsLong();
        var session = new SqliteSession(turn, writing);
        ProgressHandler.setHandler(writing, STEPS, new Clock(begun));
        try {
            var result = work.run(session);
            requireInTime(begun);
            return result;
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw passedOn(e, begun);
        } finally {
            ProgressHandler.clearHandler(writing);
            session.end();
        }
    }

    /** An error of the store goes to the writer, which knows what it means; everything else goes back to the caller as it is. */
    private Thrown passedOn(Exception thrown, long begun) throws SQLException {
        requireInTime(begun);
        if (thrown instanceof SQLException error && Trouble.of(error) != Trouble.LOCAL) {
            throw error;
        }
        return new Thrown(thrown);
    }

    private void requireInTime(long begun) {
        var ran = Duration.ofNanos(nanos.getAsLong() - begun);
        if (ran.compareTo(limit) > 0) {
            throw new WindlassException(
                    ErrorCode.TIMEOUT,
                    "the function ran " + ran.toMillis() + " ms in a transaction of " + file + ", the limit is "
                            + limit.toMillis()
                            + " ms (SqliteOptions.transactionLimit), because all writers wait for it: nothing was written; do the slow part outside");
        }
    }

    /** Breaks off a statement that runs over the limit. */
    private final class Clock extends ProgressHandler {
        private final long begun;

        Clock(long begun) {
            this.begun = begun;
        }

        @Override
        protected int progress() {
            return nanos.getAsLong() - begun > limit.toNanos() ? 1 : 0;
        }
    }

    /** What the function threw, on its way through the writer. */
    private static final class Thrown extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final Exception original;

        Thrown(Exception original) {
            super(original);
            this.original = original;
        }
    }
}
