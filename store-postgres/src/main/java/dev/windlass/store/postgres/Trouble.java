package dev.windlass.store.postgres;

import dev.windlass.store.StoreException;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.OneLine;
import dev.windlass.task.Secrets;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.postgresql.util.PSQLException;

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

    static final String NO_RIGHT = "42501";

    /** A level was to be set after the first query. */
    private static final String LEVEL_TOO_LATE = "25001";

    private static final String SILENT = "25P03";

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

    /** Whether a transaction goes on seeing what was there at its start, and was found out before it did anything. */
    static boolean isOfLevel(SQLException error) {
        return LEVEL_TOO_LATE.equals(error.getSQLState());
    }

    /** Whether nothing came for so long that the server has ended the transaction. */
    static boolean isOfSilence(SQLException error) {
        return SILENT.equals(error.getSQLState());
    }

    ErrorCode code() {
        return code;
    }

    StoreException seen(SQLException error) {
        var remedy = NO_RIGHT.equals(error.getSQLState()) ? "; grant it to the user of the URL" : "";
        return new StoreException(code, sentence + ": " + said(error) + remedy, error);
    }

    /**
     * What the server says, or else the driver, on one line: without the class of the error, without the details, which may hold what
     * users store, and without where in their code.
     */
    static String said(SQLException error) {
        // The pool tells that it waited in vain, and keeps for what.
        var told = error instanceof SQLTransientConnectionException && error.getCause() instanceof SQLException cause
                ? cause
                : error;
        var message = told instanceof PSQLException server && server.getServerErrorMessage() != null
                ? server.getServerErrorMessage().getMessage()
                : told.getMessage();
        return OneLine.of(Secrets.masked(String.valueOf(message)));
    }
}
