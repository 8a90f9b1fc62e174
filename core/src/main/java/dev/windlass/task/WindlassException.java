package dev.windlass.task;

/** Root of everything Windlass throws, apart from {@link IllegalArgumentException} for misuse. */
public class WindlassException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    /** The message is one sentence that a person can act on: what, which value, which limit, what to do. */
    public WindlassException(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    public WindlassException(ErrorCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** What kind of failure this is, for programs. */
    public final ErrorCode code() {
        return code;
    }
}
