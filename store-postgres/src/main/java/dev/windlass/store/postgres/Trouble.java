package dev.windlass.store.postgres;

import dev.windlass.store.StoreException;
import dev.windlass.task.ErrorCode;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;

/** What a complaint of PostgreSQL means for whoever called. */
enum Trouble {
    /** It passes: the same call may go through in a while. Whether this one happened is not known. */
    DOWN(ErrorCode.STORE_DOWN, "PostgreSQL did not answer, the call may or may not have happened"),
    /** No space is left; nothing happened. */
    FULL(ErrorCode.STORE_FULL, "PostgreSQL has no space, nothing happened"),
    /** The same call would fail again. */
    REFUSED(ErrorCode.CALL_FAILED, "PostgreSQL refused a statement");

    /**
     * States that pass, beyond class 08 and 57P: no connection is free, no lock, cancelled, a standby that was a primary, and two
     * transactions that got into each other's way.
     */
    private static final Set<String> PASSING = Set.of("53300", "55P03", "57014", "25006", "40001", "40P01");

    private static final String DISK_FULL = "53100";

    private final ErrorCode code;
    private final String sentence;

    Trouble(ErrorCode code, String sentence) {
        this.code = code;
        this.sentence = sentence;
    }

    static Trouble of(SQLException error) {
        var state = String.valueOf(error.getSQLState());
        if (state.equals(DISK_FULL)) {
            return FULL;
        }
        var passes = error instanceof SQLTransientConnectionException
                || state.startsWith("08")
                || state.startsWith("57P")
                || PASSING.contains(state);
        return passes ? DOWN : REFUSED;
    }

    /**
     * Whether the other side has ended the connection, and with it whatever was not committed. Not one that went silent and was given
     * up: the next would go silent as well, and whoever called has waited long enough.
     */
    static boolean endsConnection(SQLException error) {
        var state = String.valueOf(error.getSQLState());
        return (state.startsWith("08") || state.startsWith("57P"))
                && !(error.getCause() instanceof SocketTimeoutException);
    }

    ErrorCode code() {
        return code;
    }

    StoreException seen(SQLException error) {
        return new StoreException(code, sentence + ": " + error, error);
    }
}
