package dev.windlass.store.sqlite;

import dev.windlass.task.ErrorCode;
import dev.windlass.task.WindlassException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteCommitListener;
import org.sqlite.SQLiteConnection;

/**
 * Stands guard over a transaction while a function of the user's has it: breaks off a statement that runs over the limit, and
 * notices when the transaction ends underneath the function.
 *
 * <p>SQLite rolls a whole transaction back when it breaks a write off, when there is no space, and where a constraint says so. A
 * function that passes over such an error goes on outside any transaction, where each write would commit on its own: so from then on
 * the guard refuses everything.
 *
 * <p>Belongs to the thread that writes. SQLite calls it from within the statements of that thread.
 */
final class TransactionGuard extends ProgressHandler implements SQLiteCommitListener {
    /** Steps of SQLite's machine between two looks at the clock: about a tenth of a millisecond. */
    private static final int STEPS = 10_000;

    private final Path file;
    private final LongSupplier nanos;
    private final long begun;

    private Patience patience;
    private State state = State.WHOLE;
    private Optional<Exception> cause = Optional.empty();

    /**
     * How long the function may run.
     *
     * @param source where people find that
     */
    record Patience(Duration limit, String source) {}

    /** What became of the transaction. */
    private enum State {
        WHOLE,
        /** Rolled back, or to be rolled back whatever the function does. */
        UNDONE,
        /** Nothing that we know of leads here; if something does, nobody is to be told that nothing was written. */
        COMMITTED
    }

    TransactionGuard(Path file, Patience patience, LongSupplier nanos) {
        this.file = file;
        this.patience = patience;
        this.nanos = nanos;
        this.begun = nanos.getAsLong();
    }

    /** From now on, and for what has passed already. */
    void bear(Patience other) {
        patience = other;
    }

    void stand(Connection writing) throws SQLException {
        ProgressHandler.setHandler(writing, STEPS, this);
        writing.unwrap(SQLiteConnection.class).addCommitListener(this);
    }

    /** To be called before the store itself commits or rolls back. */
    void leave(Connection writing) throws SQLException {
        writing.unwrap(SQLiteConnection.class).removeCommitListener(this);
        ProgressHandler.clearHandler(writing);
    }

    @Override
    protected int progress() {
        return isLate(ran()) ? 1 : 0;
    }

    @Override
    public void onCommit() {
        state = State.COMMITTED;
    }

    @Override
    public void onRollback() {
        state = State.UNDONE;
    }

    /** Notes an error that a statement of the function met: the function may pass over it, the store may not. */
    void seen(SQLException error) {
        if (state != State.WHOLE || Trouble.of(error) == Trouble.FATAL) {
            giveUp(error);
        }
    }

    /** Sees to it that this transaction does not commit, whatever the function makes of the error. */
    void giveUp(Exception error) {
        if (state == State.WHOLE) {
            state = State.UNDONE;
        }
        cause = cause.or(() -> Optional.of(error));
    }

    /** Refuses to go on outside the transaction. */
    void requireWhole() {
        if (state == State.WHOLE) {
            return;
        }
        // A limit that has passed tells more than the interrupt that followed from it.
        requireInTime();
        var fact = state == State.COMMITTED
                ? " was committed underneath its function: what it had written by then stays, nothing after that was written; leave the commit to the store"
                : " was undone by an error that its function passed over"
                        + cause.map(error -> " (" + error.getMessage() + ")").orElse("")
                        + ": nothing was written; let such an error end the function";
        var refusal = new WindlassException(ErrorCode.BAD_INPUT, "the transaction of " + file + fact);
        cause.ifPresent(refusal::initCause);
        throw refusal;
    }

    void requireInTime() {
        var ran = ran();
        // What was committed underneath must not be called unwritten.
        if (isLate(ran) && state != State.COMMITTED) {
            throw new WindlassException(
                    ErrorCode.TIMEOUT,
                    "the function ran " + ran.toMillis() + " ms in a transaction of " + file + ", the limit is "
                            + patience.limit().toMillis()
                            + " ms (" + patience.source()
                            + "), because all writers wait for it: nothing was written; do the slow part outside");
        }
    }

    /** Throws an error that concerns the whole store and not just this function, if one was noted. */
    void requireNoTrouble() throws SQLException {
        if (cause.isPresent() && cause.get() instanceof SQLException error && Trouble.of(error) != Trouble.LOCAL) {
            throw error;
        }
    }

    private boolean isLate(Duration ran) {
        return ran.compareTo(patience.limit()) > 0;
    }

    private Duration ran() {
        return Duration.ofNanos(nanos.getAsLong() - begun);
    }
}
