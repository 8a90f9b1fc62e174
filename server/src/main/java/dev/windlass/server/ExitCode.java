package dev.windlass.server;

import dev.windlass.task.ErrorCode;

/** Exit codes of the command line. {@code docs/guide/command-line.md} lists them; scripts rely on them. */
enum ExitCode {
    OK(0),
    /** Something that nobody foresaw. */
    BUG(1),
    /** The command line or an input is not acceptable; nothing was done. */
    BAD_INPUT(2),
    /** What was named does not exist. */
    NOT_FOUND(3),
    /** It exists, but its state does not allow what was asked. */
    NOT_POSSIBLE(4),
    /** The store cannot be used. */
    STORE(5),
    /** The doctor, or an export, found something that somebody should look at. */
    UNWELL(6);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static ExitCode of(ErrorCode code) {
        return switch (code) {
            case BAD_INPUT -> BAD_INPUT;
            case NOT_FOUND -> NOT_FOUND;
            case FENCED, JOB_FAILED, TIMEOUT, OVERLOADED, QUEUE_FULL, BUSY_KEY, STOPPED -> NOT_POSSIBLE;
            case STORE_DOWN, STORE_FULL, CALL_FAILED, STORE_FAILED, STORE_REFUSED -> STORE;
        };
    }
}
