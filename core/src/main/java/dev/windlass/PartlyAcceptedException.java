package dev.windlass;

import dev.windlass.task.ErrorCode;
import dev.windlass.task.WindlassException;

/** A stream of jobs broke off after some of them were accepted. The first of the stream, and no others, unless the code is STORE_DOWN. */
public final class PartlyAcceptedException extends WindlassException {
    private static final long serialVersionUID = 1L;

    private final long accepted;

    PartlyAcceptedException(long accepted, RuntimeException cause) {
        super(
                code(cause),
                accepted + " jobs were accepted before this one broke the stream off: " + words(cause),
                cause);
        this.accepted = accepted;
    }

    /**
     * How many jobs from the beginning of the stream were accepted for certain. After {@link ErrorCode#STORE_DOWN} nobody knows of
     * the chunk that follows them.
     */
    public long accepted() {
        return accepted;
    }

    private static ErrorCode code(RuntimeException cause) {
        return cause instanceof WindlassException known ? known.code() : ErrorCode.BAD_INPUT;
    }

    private static String words(RuntimeException cause) {
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
