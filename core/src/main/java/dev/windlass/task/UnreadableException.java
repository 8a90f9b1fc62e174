package dev.windlass.task;

/** A payload does not fit what its task expects; the message says where, in one sentence. */
public final class UnreadableException extends WindlassException {
    private static final long serialVersionUID = 1L;

    /** The message where it quotes nothing; where it does, this is what may be said in its stead. */
    private final String unquoted;

    public UnreadableException(String message, Throwable cause) {
        this(message, message, cause);
    }

    public UnreadableException(String message) {
        super(ErrorCode.BAD_INPUT, message);
        this.unquoted = message;
    }

    private UnreadableException(String message, String unquoted, Throwable cause) {
        super(ErrorCode.BAD_INPUT, message, cause);
        this.unquoted = unquoted;
    }

    /** One whose message quotes what was found, or what somebody said of it. */
    static UnreadableException quoting(String message, String unquoted, Throwable cause) {
        return new UnreadableException(message, unquoted, cause);
    }

    /**
     * The same without a word of what was read, which may be secret: nor is there a cause, since the parser's message quotes as well.
     * What a codec that is not ours says is taken to quote nothing.
     */
    public UnreadableException withoutQuotes() {
        return new UnreadableException(unquoted);
    }

    /** The same with these words before it. */
    public UnreadableException within(String before) {
        return new UnreadableException(before + getMessage(), before + unquoted, this);
    }
}
