package dev.windlass.task;

/** Thrown by a performer to say that no retry can help: the job is dead at once, with this message. */
public class FatalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public FatalException(String message) {
        super(message);
    }

    public FatalException(String message, Throwable cause) {
        super(message, cause);
    }
}
