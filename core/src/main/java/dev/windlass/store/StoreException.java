package dev.windlass.store;

import dev.windlass.task.ErrorCode;
import dev.windlass.task.WindlassException;

/**
 * A store's own trouble. The code tells what follows: after {@link ErrorCode#STORE_DOWN} the call may or may not have taken effect
 * and is to be repeated; after {@link ErrorCode#STORE_FULL} nothing has happened and waiting can help; after
 * {@link ErrorCode#BUSY_KEY} nothing has happened, since nobody knows yet who holds a unique key, and waiting can help; after
 * {@link ErrorCode#CALL_FAILED} nothing has happened and the call itself is at fault; after {@link ErrorCode#STORE_FAILED} and
 * {@link ErrorCode#STORE_REFUSED} only opening the store anew can help.
 */
public final class StoreException extends WindlassException {
    private static final long serialVersionUID = 1L;

    public StoreException(ErrorCode code, String message) {
        super(code, message);
    }

    public StoreException(ErrorCode code, String message, Throwable cause) {
        super(code, message, cause);
    }

    /** Whether the fault lies in the call and not in the store: a bug, or something in it that the store cannot digest. */
    public static boolean concernsCall(RuntimeException thrown) {
        return !(thrown instanceof StoreException trouble) || trouble.code() == ErrorCode.CALL_FAILED;
    }
}
