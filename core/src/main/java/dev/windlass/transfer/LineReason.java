package dev.windlass.transfer;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import dev.windlass.task.JsonReason;
import dev.windlass.task.OneLine;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Collectors;

/** Why a line of an export does not fit: the key and what it may have, in the words of the file. */
final class LineReason {
    /** Most characters of a value that are told back. */
    private static final int MOST_CHARACTERS = 100;

    private LineReason() {}

    static String of(IOException error) {
        if (error instanceof ValueInstantiationException refused && refused.getCause() != null) {
            return key(refused) + ": "
                    + OneLine.of(String.valueOf(refused.getCause().getMessage()));
        }
        if (error instanceof MismatchedInputException mismatch
                && mismatch.getTargetType() != null
                && !mismatch.getPath().isEmpty()) {
            return key(mismatch) + found(mismatch) + "; it must be " + wanted(mismatch.getTargetType());
        }
        return JsonReason.of(error);
    }

    private static String key(JsonMappingException error) {
        return OneLine.quoted(error.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining(".")));
    }

    private static String found(MismatchedInputException error) {
        if (!(error instanceof InvalidFormatException format)) {
            return " has another form";
        }
        var value = String.valueOf(format.getValue());
        return " is "
                + OneLine.quoted(value.length() <= MOST_CHARACTERS ? value : value.substring(0, MOST_CHARACTERS) + "…");
    }

    private static String wanted(Class<?> type) {
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(String::valueOf)
                            .collect(Collectors.joining(", "));
        }
        if (type == Instant.class) {
            return "an instant such as 2027-01-01T00:00:00Z";
        }
        if (type == Duration.class) {
            return "a time such as PT1M30S";
        }
        if (type == String.class) {
            return "a text";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "a number";
        }
        return Collection.class.isAssignableFrom(type) ? "a list" : "an object";
    }
}
