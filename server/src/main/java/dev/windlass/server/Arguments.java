package dev.windlass.server;

import dev.windlass.task.DelayText;
import dev.windlass.task.JobId;
import dev.windlass.task.OneLine;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How words of the command line become values. Each refusal is half a sentence that {@link Usage} completes. */
final class Arguments {
    private static final String LOST = " is not text in UTF-8, or the locale is none of UTF-8 (set LC_ALL=C.UTF-8)";

    private Arguments() {}

    /** A value under a name: {@code NAME=VALUE}. */
    record Pair(String name, String value) {
        static Pair parse(String text) {
            var at = text.indexOf('=');
            if (at < 1) {
                throw new IllegalArgumentException("\"" + text + "\" is not a name, an equals sign and a value");
            }
            return new Pair(text.substring(0, at), text(text.substring(at + 1)));
        }
    }

    /** A payload as it is typed. */
    static final class Json implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            if (text.isBlank()) {
                throw new TypeConversionException("the payload is empty; write for example {}");
            }
            if (isLost(text)) {
                throw new TypeConversionException("the payload" + LOST + "; a U+FFFD that is meant is written \\ufffd");
            }
            return text;
        }
    }

    /** A time that must not be none at all. */
    static final class Length implements ITypeConverter<Duration> {
        private static final String EXAMPLE = "; write for example \"1 day 2 hours\"";

        @Override
        public Duration convert(String text) {
            var length = parsed(text);
            if (length.isZero()) {
                throw new TypeConversionException(OneLine.quoted(text) + " is no time at all" + EXAMPLE);
            }
            return length;
        }

        private static Duration parsed(String text) {
            try {
                return DelayText.parse(text);
            } catch (IllegalArgumentException e) {
                // What a delay may be, and a length may not.
                throw new TypeConversionException(String.valueOf(e.getMessage())
                        .replace(" or \"now\"", "")
                        .replaceFirst("write \"now\", or .*", "give one above zero"));
            }
        }
    }

    /** A version of a payload. */
    static final class Version implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            try {
                var version = number(text);
                if (version < 1) {
                    throw new TypeConversionException("the version is " + version + ", versions count from 1");
                }
                return version;
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }

    static void register(CommandLine line) {
        register(line, String.class, Arguments::text);
        register(line, Integer.class, Arguments::number);
        register(line, int.class, Arguments::number);
        register(line, Long.class, Arguments::large);
        register(line, Boolean.class, Arguments::truth);
        register(line, boolean.class, Arguments::truth);
        register(line, Duration.class, DelayText::parse);
        register(line, Instant.class, Arguments::instant);
        register(line, JobId.class, JobId::parse);
        register(line, Pair.class, Pair::parse);
        register(line, Path.class, Arguments::path);
        register(line, Place.class, Place::parse);
    }

    private static <T> void register(CommandLine line, Class<T> type, Function<String, T> parse) {
        line.registerConverter(type, text -> {
            try {
                return parse.apply(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        });
    }

    /** A file that was named: no name at all would mean the working directory. */
    static Path path(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(OneLine.quoted(text) + " names no file; give its path");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(OneLine.quoted(text) + " cannot be the name of a file; give another", e);
        }
    }

    private static String text(String text) {
        if (isLost(text)) {
            throw new IllegalArgumentException("the value" + LOST + "; U+FFFD itself is refused as well");
        }
        return text;
    }

    /** Java puts U+FFFD in the place of what it cannot read, before any program sees it. */
    private static boolean isLost(String text) {
        return text.indexOf('\ufffd') >= 0;
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not a whole number of at most " + Integer.MAX_VALUE, e);
        }
    }

    private static long large(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not a whole number of at most " + Long.MAX_VALUE, e);
        }
    }

    private static boolean truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("\"" + text + "\" is neither true nor false");
        };
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not an instant; write it like 2027-01-01T00:00:00Z", e);
        }
    }
}
