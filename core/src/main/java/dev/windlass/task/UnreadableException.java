package dev.windlass.task;

/** A payload does not fit what its task expects; the message says where, in one sentence. */
public final class UnreadableException extends WindlassException {
    private static final long serialVersionUID = 1L;

    public UnreadableException(String message, Throwable cause) {
        super(ErrorCode.BAD_INPUT, message, cause);
    }

    public UnreadableException(String message) {
        super(ErrorCode.BAD_INPUT, message);
    }
}
