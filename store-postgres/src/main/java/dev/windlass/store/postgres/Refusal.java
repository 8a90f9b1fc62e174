package dev.windlass.store.postgres;

import dev.windlass.store.StoreException;
import dev.windlass.task.ErrorCode;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;

/** Why a store cannot be opened, in one sentence: {@code STORE_DOWN} where waiting can help, {@code STORE_REFUSED} where it cannot. */
final class Refusal {
    private static final String WRONG_PASSWORD = "28P01";
    private static final String NOT_LET_IN = "28000";
    private static final String REJECTED = "08004";
    private static final String NO_DATABASE = "3D000";

    private final SQLException error;
    private final Address address;

    private Refusal(SQLException error, Address address) {
        this.error = error;
        this.address = address;
    }

    static StoreException of(SQLException error, Address address) {
        var refusal = new Refusal(error, address);
        return new StoreException(refusal.code(), refusal.sentence(), error);
    }

    private ErrorCode code() {
        if (REJECTED.equals(error.getSQLState())) {
            return ErrorCode.STORE_REFUSED;
        }
        return switch (Trouble.of(error)) {
            case DOWN -> ErrorCode.STORE_DOWN;
            case FULL -> ErrorCode.STORE_FULL;
            case REFUSED -> ErrorCode.STORE_REFUSED;
        };
    }

    private String sentence() {
        return switch (String.valueOf(error.getSQLState())) {
            case WRONG_PASSWORD ->
                address.server() + " refuses the password of user " + address.user()
                        + "; check user and password of the URL";
            case NOT_LET_IN, REJECTED ->
                address.server() + " does not let user " + address.user() + " in (" + Trouble.said(error)
                        + "); check the URL, and pg_hba.conf of the server";
            case NO_DATABASE ->
                address.server() + " has no database " + address.database() + "; create it, or name another in the URL";
            case Trouble.NO_RIGHT ->
                "user " + address.user() + " lacks a right (" + Trouble.said(error)
                        + "); grant it, or have the tables made by somebody who has it, with the SQL that 'windlass schema print' gives";
            default ->
                code() == ErrorCode.STORE_DOWN
                        ? unreachable()
                        : address.server() + " refused it: " + Trouble.said(error);
        };
    }

    private String unreachable() {
        if (isCausedBy(UnknownHostException.class)) {
            return "the host of " + address.server()
                    + " is not known; check the URL, or try again once the name service knows it";
        }
        if (isCausedBy(ConnectException.class)) {
            return "nobody listens at " + address.hosts()
                    + "; check host and port of the URL, or try again once PostgreSQL is there";
        }
        if (isCausedBy(SocketTimeoutException.class)) {
            return address.server() + " does not answer in time; check the URL, or try again once it does";
        }
        return address.server() + " cannot be used now: " + Trouble.said(error) + "; try again in a while";
    }

    private boolean isCausedBy(Class<? extends Throwable> type) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
