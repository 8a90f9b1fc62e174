package dev.windlass.store;

import dev.windlass.task.OneLine;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of the program, for the engine and for stores. Nothing else of ours speaks to slf4j, so that nobody can forget it: whatever is
 * put into a message is one line there ({@link OneLine}), and so are the words of an exception, above its stack. Safe for all threads.
 *
 * <p>Messages are constants with {@code {}} in them, ids as key={}; an exception comes last.
 */
public final class ProgramLog {
    private final Logger logger;

    private ProgramLog(Logger logger) {
        this.logger = logger;
    }

    /** The log of a class. */
    public static ProgramLog of(Class<?> type) {
        return new ProgramLog(LoggerFactory.getLogger(type));
    }

    public void debug(String message, @Nullable Object... values) {
        if (logger.isDebugEnabled()) {
            logger.debug(message, plain(values));
        }
    }

    public void info(String message, @Nullable Object... values) {
        if (logger.isInfoEnabled()) {
            logger.info(message, plain(values));
        }
    }

    public void warn(String message, @Nullable Object... values) {
        if (logger.isWarnEnabled()) {
            logger.warn(message, plain(values));
        }
    }

    public void error(String message, @Nullable Object... values) {
        if (logger.isErrorEnabled()) {
            logger.error(message, plain(values));
        }
    }

    private static Object[] plain(@Nullable Object... values) {
        return Arrays.stream(values)
                .map(value -> value instanceof Throwable thrown ? Told.of(thrown) : OneLine.of(String.valueOf(value)))
                .toArray();
    }

    /** What was thrown, with its stack and its causes, in words that are one line each. */
    private static final class Told extends Exception {
        private static final long serialVersionUID = 1L;

        /** Causes that are told; a chain may be endless. */
        private static final int MOST_CAUSES = 5;

        private Told(String words, Optional<Throwable> cause) {
            super(words, cause.orElse(null), false, true);
        }

        /** The very exception, where nothing of it is hostile: its type says more than words. */
        static Throwable of(Throwable thrown) {
            return isPlain(thrown, MOST_CAUSES) ? thrown : told(thrown, MOST_CAUSES);
        }

        private static boolean isPlain(Throwable thrown, int depth) {
            var words = words(thrown);
            var cause = cause(thrown);
            return depth > 0
                    && thrown.getSuppressed().length == 0
                    && OneLine.of(words).equals(words)
                    && cause.map(inner -> isPlain(inner, depth - 1)).orElse(true);
        }

        private static Told told(Throwable thrown, int depth) {
            var cause = depth > 0 ? cause(thrown) : Optional.<Throwable>empty();
            var told = new Told(OneLine.of(words(thrown)), cause.map(inner -> told(inner, depth - 1)));
            told.setStackTrace(thrown.getStackTrace());
            return told;
        }

        /** An exception is somebody's own code: its words may fail as well, and not only by an exception. */
        private static String words(Throwable thrown) {
            try {
                return String.valueOf(thrown);
            } catch (Throwable unspeakable) {
                return thrown.getClass().getName();
            }
        }

        private static Optional<Throwable> cause(Throwable thrown) {
            try {
                return Optional.ofNullable(thrown.getCause());
            } catch (Throwable unspeakable) {
                return Optional.empty();
            }
        }
    }
}
