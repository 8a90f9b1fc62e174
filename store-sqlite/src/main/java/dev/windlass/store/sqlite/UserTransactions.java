package dev.windlass.store.sqlite;

import dev.windlass.store.Accepted;
import dev.windlass.store.Commit;
import dev.windlass.store.CommitAnswer;
import dev.windlass.store.LeaseKey;
import dev.windlass.store.NewJob;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.QueueFullException;
import dev.windlass.task.Session;
import dev.windlass.task.SessionWork;
import dev.windlass.task.WindlassException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/** Runs functions of the user's within transactions of the writer. */
final class UserTransactions implements Lending {
    private static final String TEMPORARY = "select name from sqlite_temp_schema limit 1";

    /**
     * How many times as long the first function may run, the first one that enqueues, and the first one that completes an attempt: a cold
     * JVM loads and compiles what does so, for tens of milliseconds if nothing else runs.
     */
    private static final int COLD = 10;

    private static final String SETTING = "SqliteOptions.transactionLimit";

    private final Path file;
    private final Connection writing;
    private final GroupCommit writes;
    private final Duration limit;
    private final LongSupplier nanos;

    /** Whether a function has run. Belongs to the thread that writes. */
    private boolean warm;

    /** Whether one has enqueued. Belongs to the same thread. */
    private boolean hasAccepted;

    /** Whether one has completed an attempt, or made a checkpoint. Belongs to the same thread. */
    private boolean hasCommitted;

    UserTransactions(Parts parts, Duration limit, LongSupplier nanos) {
        this.file = parts.file();
        this.writing = parts.writing();
        this.writes = parts.writes();
        this.limit = limit;
        this.nanos = nanos;
    }

    <T, X extends Exception> T run(SessionWork<T, X> work) throws X {
        return alone(turn -> run(turn, work));
    }

    @Override
    public <X extends Exception> CommitAnswer commit(LeaseKey lease, int ordinal, SessionWork<Commit, X> work)
            throws X {
        return this.<CommitAnswer, X>alone(turn -> {
            var forestalled = Committing.forestalled(turn, lease, ordinal);
            return forestalled.isPresent() ? forestalled.get() : commit(turn, lease, ordinal, work);
        });
    }

    private <X extends Exception> CommitAnswer commit(
            Turn turn, LeaseKey lease, int ordinal, SessionWork<Commit, X> work) throws SQLException {
        warm &= hasCommitted;
        hasCommitted = true;
        var commit = run(turn, work);
        if (!commit.lease().equals(lease) || commit.ordinal() != ordinal) {
            throw new IllegalArgumentException("the work was asked for commit " + ordinal + " of " + lease
                    + " and made commit " + commit.ordinal() + " of " + commit.lease());
        }
        var answer = Committing.commit(turn, List.of(commit)).get(0);
        LooseEnds.tie(turn);
        return answer;
    }

    @SuppressWarnings("unchecked") // A function can only throw what its type declares.
    private <T, X extends Exception> T alone(Work<T> work) throws X {
        try {
            return writes.writeAlone(work);
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
        return accept(ours, ours.turn(), batch);
    }

    private Accepted accept(SqliteSession session, Turn turn, List<NewJob> batch) {
        if (!hasAccepted) {
            hasAccepted = true;
            session.bear(cold());
        }
        QueueFullException refusal;
        try {
            var full = Depths.refuses(turn, batch);
            if (full.isEmpty()) {
                return SqliteJobs.accept(turn, batch);
            }
            refusal = full.get();
        } catch (SQLException e) {
            session.giveUp(e);
            throw Trouble.of(e).seen(file, e);
        } catch (RuntimeException e) {
            // Jobs of which only a part was inserted must not commit, although the function may pass over this.
            session.giveUp(e);
            throw e;
        } finally {
            // The function may go back to a savepoint from before this call.
            turn.doubt();
        }
        // Nothing was written: the function may go on without these jobs.
        throw refusal;
    }

    private <T, X extends Exception> T run(Turn turn, SessionWork<T, X> work) throws SQLException {
        var guard = new TransactionGuard(file, patience(), nanos);
        warm = true;
        guard.stand(writing);
        try (var session = new SqliteSession(turn, writing, guard)) {
            var result = work.run(session);
            guard.requireNoTrouble();
            guard.requireInTime();
            guard.requireWhole();
            requireNothingTemporary(turn);
            return result;
        } catch (RuntimeException e) {
            guard.requireNoTrouble();
            throw e;
        } catch (Exception e) {
            throw passedOn(e, guard);
        } finally {
            guard.leave(writing);
        }
    }

    private TransactionGuard.Patience patience() {
        return warm ? new TransactionGuard.Patience(limit, SETTING) : cold();
    }

    private TransactionGuard.Patience cold() {
        return new TransactionGuard.Patience(limit.multipliedBy(COLD), "for the first, ten times " + SETTING);
    }

    /** Temporary tables, views and triggers outlive the function, and hide what has the same name from whoever comes after. */
    private void requireNothingTemporary(Turn turn) throws SQLException {
        try (var row = turn.statement(TEMPORARY).executeQuery()) {
            if (row.next()) {
                throw new WindlassException(
                        ErrorCode.BAD_INPUT,
                        "the function made something temporary in a transaction of " + file + " (" + row.getString(1)
                                + "), which would stay on the store's connection: nothing was written; make it without temp, and drop it");
            }
        }
    }

    /** An error of the store goes to the writer, which knows what it means; everything else goes back to the caller as it is. */
    private static Thrown passedOn(Exception thrown, TransactionGuard guard) throws SQLException {
        guard.requireNoTrouble();
        guard.requireInTime();
        if (thrown instanceof SQLException error && Trouble.of(error) != Trouble.LOCAL) {
            throw error;
        }
        return new Thrown(thrown);
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
