package dev.windlass.store;

import dev.windlass.task.ErrorCode;
import dev.windlass.task.WindlassException;

/**
 * A store's own trouble. The code tells what follows: after {@link ErrorCode#STORE_DOWN} the call may or may not have taken effect
 * and is to be repeated, after {@link ErrorCode#STORE_FULL} nothing has happened and waiting can help, after
 * {@link ErrorCode#STORE_FAILED} and {@link ErrorCode#STORE_REFUSED} only opening the store anew can.
 */
public final class StoreException extends WindlassException {
    private static final long serialVersionUID = 1L;

    public StoreException(ErrorCode code, String message) {
        super(code, message);
    }

    public StoreException(ErrorCode code, String message, Throwable cause) {
        super(code, message, cause);
    }

    /** Whether repeating the same call can succeed without anybody's help. */
    public boolean worthRepeating() {
        return code() == ErrorCode.STORE_DOWN || code() == ErrorCode.STORE_FULL;
    }
}
