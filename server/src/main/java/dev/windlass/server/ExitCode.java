package dev.windlass.server;

import dev.windlass.task.ErrorCode;
import dev.windlass.task.WindlassException;
import java.io.PrintWriter;
import picocli.CommandLine;

/** Exit codes of the command line. {@code docs/defaults.md} lists them; scripts rely on them. */
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
    STORE(5);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    private static ExitCode of(ErrorCode code) {
        return switch (code) {
            case BAD_INPUT -> BAD_INPUT;
            case NOT_FOUND -> NOT_FOUND;
            case JOB_FAILED, TIMEOUT, OVERLOADED, QUEUE_FULL, STOPPED -> NOT_POSSIBLE;
            case STORE_DOWN, STORE_FULL, CALL_FAILED, STORE_FAILED, STORE_REFUSED -> STORE;
        };
    }

    /** Says in one sentence what went wrong. A stack trace only where it is our own fault. */
    static int tell(PrintWriter err, Exception error) {
        if (error instanceof WindlassException known) {
            err.println("windlass: " + known.getMessage());
            return of(known.code()).number;
        }
        if (error instanceof IllegalArgumentException) {
            err.println("windlass: " + error.getMessage());
            return BAD_INPUT.number;
        }
        err.println("windlass: this is a bug in Windlass, please report it: " + error);
        error.printStackTrace(err);
        return BUG.number;
    }

    static int tellUsage(PrintWriter err, CommandLine.ParameterException error) {
        err.println("windlass: " + error.getMessage() + "; see "
                + error.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        return BAD_INPUT.number;
    }
}
