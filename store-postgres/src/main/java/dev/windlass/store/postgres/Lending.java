package dev.windlass.store.postgres;

import dev.windlass.store.Accepted;
import dev.windlass.store.Commit;
import dev.windlass.store.CommitAnswer;
import dev.windlass.store.Hint;
import dev.windlass.store.JobStore;
import dev.windlass.store.LeaseKey;
import dev.windlass.store.NewJob;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.Session;
import dev.windlass.task.SessionWork;
import dev.windlass.task.WindlassException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Where writes of the store and of the user commit together: in a transaction of either. Safe for all threads. */
final class Lending {
    /** Told from here on, until the transaction ends; what ends it gives whatever follows another one. */
    private static final String TRANSACTION = "select pg_current_xact_id()::text as id";

    /**
     * Held, and held on: the lock keeps a rescue, and a repeat of this very commit, from coming between the look and the end. A repeat
     * waits here and finds no lease then.
     */
    private static final String HOLD = "select job from windlass.lease where job = ? and fence = ? for no key update";

    private static final String RECORDED = """
            select 1 as found
            from windlass.history
            where job = ? and fence = ? and ordinal = ? and outcome is distinct from 7
            """;

    /** One whose ordinal is not above the last of its fence counts as accepted before. */
    private static final String CHECKPOINTED =
            "select 1 as found from windlass.attempt where job = ? and fence = ? and ordinal >= ?";

    private final Database database;

    Lending(Database database) {
        this.database = database;
    }

    <T, X extends Exception> T transaction(SessionWork<T, X> work) throws X {
        return alone(transaction -> {
            var before = id(transaction);
            var result = lend(transaction, work);
            requireSame(transaction, before);
            return result;
        });
    }

    <X extends Exception> CommitAnswer commit(LeaseKey lease, int ordinal, SessionWork<Commit, X> work) throws X {
        return this.<CommitAnswer, X>alone(transaction -> {
            var forestalled = forestalled(transaction, lease, ordinal);
            return forestalled.isPresent() ? forestalled.get() : commit(transaction, lease, ordinal, work);
        });
    }

    private static <X extends Exception> CommitAnswer commit(
            Transaction transaction, LeaseKey lease, int ordinal, SessionWork<Commit, X> work)
            throws SQLException, Thrown {
        var before = id(transaction);
        var commit = lend(transaction, work);
        if (!commit.lease().equals(lease) || commit.ordinal() != ordinal) {
            throw new IllegalArgumentException("the work was asked for commit " + ordinal + " of " + lease
                    + " and made commit " + commit.ordinal() + " of " + commit.lease());
        }
        requireSame(transaction, before);
        return Commits.write(transaction, List.of(commit)).get(0);
    }

    /** The answer to a commit that needs not be made, or cannot be made any more. */
    private static Optional<CommitAnswer> forestalled(Transaction transaction, LeaseKey lease, int ordinal)
            throws SQLException {
        try (var hold = transaction.plain(HOLD)) {
            var isHeld = hold.job(lease.job())
                    .number(lease.fence())
                    .find(row -> row.job("job"))
                    .isPresent();
            if (isRecorded(transaction, lease, ordinal)) {
                return Optional.of(CommitAnswer.FINISHED);
            }
            return isHeld ? Optional.empty() : Optional.of(CommitAnswer.FENCED);
        }
    }

    private static boolean isRecorded(Transaction transaction, LeaseKey lease, int ordinal) throws SQLException {
        try (var call = transaction.plain(ordinal == Commit.LAST ? RECORDED : CHECKPOINTED)) {
            return call.job(lease.job())
                    .number(lease.fence())
                    .number(ordinal)
                    .find(row -> row.integer("found"))
                    .isPresent();
        }
    }

    /** Accepts jobs in a transaction that is the caller's, or was lent by {@link #transaction}. */
    Accepted accept(Session session, List<NewJob> batch) {
        JobStore.requireWithinLimits(batch);
        try {
            var transaction = joined(session);
            var accepted = Acceptance.accept(transaction, batch);
            if (session instanceof JdbcSession jdbc && jdbc.notifies()) {
                notifyAtCommit(transaction);
            }
            return accepted;
        } catch (SQLException e) {
            throw Trouble.isOfLevel(e) ? unfit() : Trouble.of(e).seen(e);
        }
    }

    static WindlassException silent(SQLException error) {
        return new WindlassException(
                ErrorCode.TIMEOUT,
                "the function was silent for too long in a transaction of the store's, and PostgreSQL has ended that: nothing of it is"
                        + " written; do what takes long before the transaction or after it",
                error);
    }

    private static WindlassException unfit() {
        return new WindlassException(
                ErrorCode.BAD_INPUT,
                "the session's transaction is repeatable read or serializable, so it cannot see how full a queue is, or who holds"
                        + " a key; begin it after setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED)");
    }

    private void notifyAtCommit(Transaction transaction) throws SQLException {
        try (var call = transaction.plain("select pg_notify(?, ?)")) {
            call.text(Notifications.channel(database.names()))
                    .text(Hint.READY.name())
                    .list(row -> Hint.READY);
        }
    }

    private Transaction joined(Session session) throws SQLException {
        if (session instanceof LentSession lent && lent.transaction().isOf(database)) {
            return lent.transaction();
        }
        if (!(session instanceof JdbcSession jdbc)) {
            throw new WindlassException(
                    ErrorCode.BAD_INPUT,
                    "this session is not one of this store: make one with JdbcSession.of(connection), where the connection is to"
                            + " the store's database, or use the session that PostgresStore.transaction gives");
        }
        if (jdbc.connection().getAutoCommit()) {
            throw new WindlassException(
                    ErrorCode.BAD_INPUT,
                    "the session's connection commits each statement by itself, so there is no transaction to join;"
                            + " call setAutoCommit(false) first");
        }
        return Transaction.ofUser(jdbc.connection(), database);
    }

    private static <T, X extends Exception> T lend(Transaction transaction, SessionWork<T, X> work) throws Thrown {
        try (var session = new LentSession(transaction)) {
            return work.run(session);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new Thrown(e);
        }
    }

    private static String id(Transaction transaction) throws SQLException {
        try (var call = transaction.plain(TRANSACTION)) {
            return call.get(row -> row.text("id"));
        }
    }

    private static void requireSame(Transaction transaction, String before) throws SQLException {
        if (!id(transaction).equals(before)) {
            throw new WindlassException(
                    ErrorCode.BAD_INPUT,
                    "the function has ended the transaction that it was given, by SQL of its own: what it wrote before that is"
                            + " committed or gone, and nothing of the store's is; return to commit, throw to undo");
        }
    }

    @SuppressWarnings("unchecked") // A function can only throw what its type declares.
    private <T, X extends Exception> T alone(Alone<T> work) throws X {
        try {
            return database.lend(work);
        } catch (Thrown e) {
            throw (X) e.original;
        }
    }

    /** Work that may throw what a function of the user's has thrown. */
    @FunctionalInterface
    interface Alone<T> {
        T on(Transaction transaction) throws SQLException, Thrown;
    }

    /** What a function of the user's has thrown, on its way through ours. */
    static final class Thrown extends Exception {
        private static final long serialVersionUID = 1;

        private final transient Exception original;

        Thrown(Exception original) {
            super(original);
            this.original = original;
        }
    }
}
