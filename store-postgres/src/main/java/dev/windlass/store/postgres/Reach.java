package dev.windlass.store.postgres;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Whether the server is within reach. The pool waits longer and longer between its own tries, up to five seconds, as long as somebody waits for
 * one of its connections. So while the server is out of reach nobody does: one caller at a time tries by himself, and the others
 * are told so at once. Safe for all threads.
 */
final class Reach {
    /** A server that refuses answers at once: many duties that take turns would ask it hundreds of times a second. */
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(250);

    private final PGSimpleDataSource source;
    private final ReentrantLock trying = new ReentrantLock();

    /** Why the last try to get a connection failed, until one succeeds. */
    private volatile Optional<SQLException> outage = Optional.empty();

    /** When somebody last tried. Guarded by {@code trying}. */
    private long tried = Outside.nanos();

    Reach(PGSimpleDataSource source) {
        this.source = source;
    }

    /** The pool had no connection to give. */
    void lost(SQLException reason) {
        outage = Optional.of(reason);
    }

    /** Throws if the server is not there, as the pool would, with the reason for its cause. */
    void require() throws SQLException {
        var seen = outage;
        if (seen.isPresent()) {
            requireBack(seen.get());
        }
    }

    private void requireBack(SQLException seen) throws SQLException {
        if (!trying.tryLock()) {
            throw unreachable(seen);
        }
        try {
            if (Outside.nanos() - tried < BETWEEN_TRIES.toNanos()) {
                throw unreachable(seen);
            }
            tryOnce();
        } finally {
            trying.unlock();
        }
    }

    private void tryOnce() throws SQLException {
        try {
            source.getConnection().close();
            outage = Optional.empty();
        } catch (SQLException e) {
            outage = Optional.of(e);
            throw unreachable(e);
        } finally {
            tried = Outside.nanos();
        }
    }

    private static SQLException unreachable(SQLException reason) {
        return reason instanceof SQLTransientConnectionException
                ? reason
                : new SQLTransientConnectionException(reason.getMessage(), reason.getSQLState(), reason);
    }
}
