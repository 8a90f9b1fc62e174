package dev.windlass.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Why JSON could not be read, in the words of who wrote it instead of those of the library that read it. */
public final class JsonReason {
    /** Most characters of a reason: a value that does not fit may be long. */
    private static final int MOST_CHARACTERS = 200;

    /** What was found in the place of what was expected, as the library says it: behind it come a token or a reason. */
    private static final Pattern FOUND =
            Pattern.compile("Cannot deserialize value of type \\S+ from (.+?)(?: value)?(?: \\(token.*|: .*)?");

    private static final String SECRET = "its value is a secret, and not of the type";

    private JsonReason() {}

    /** What is wrong, in one sentence; {@code within} is the field of which only the value was read, or nothing. */
    static UnreadableException unreadable(IOException error, String within) {
        if (error instanceof UnrecognizedPropertyException unknown) {
            return new UnreadableException(
                    "field " + OneLine.quoted(unknown.getPropertyName()) + " is unknown, known are " + known(unknown)
                            + "; remove it or let the task ignore unknown fields (Codec.lenientJson)",
                    error);
        }
        if (error instanceof JsonProcessingException json && JsonSyntax.in(json).isPresent()) {
            return new UnreadableException("the content is not JSON: " + of(error), error);
        }
        if (error instanceof JsonMappingException mapping) {
            var unquoted = unfit(within, unquotedPath(mapping), unquoted(mapping));
            return isSecret(mapping, within)
                    ? new UnreadableException(unfit(within, path(mapping), SECRET))
                    : UnreadableException.quoting(unfit(within, path(mapping), of(mapping)), unquoted, mapping);
        }
        return new UnreadableException("the content cannot be read: " + of(error), error);
    }

    private static String unfit(String within, String path, String reason) {
        var full = Stream.of(within, path).filter(part -> !part.isEmpty()).collect(Collectors.joining("."));
        var where = full.isEmpty() ? "the content" : "field " + OneLine.quoted(full);
        return where + " does not fit: " + reason;
    }

    /** What was expected, where what was found may be a secret. */
    private static String unquoted(JsonMappingException error) {
        if (error instanceof ValueInstantiationException refused) {
            return refused.getType().getRawClass().getSimpleName() + " refuses it, and what it says may be secret";
        }
        return error instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null
                ? expected(mismatch) + ", and what was found may be secret"
                : "what was found may be secret";
    }

    /** The same without where it is: what was expected and what was found, or what is no JSON. */
    public static String of(IOException error) {
        if (!(error instanceof JsonProcessingException json)) {
            return String.valueOf(error.getMessage());
        }
        return JsonSyntax.in(json).map(JsonSyntax::of).orElseGet(() -> meaning(json));
    }

    /** Why JSON that can be read is not what was expected. */
    private static String meaning(JsonProcessingException error) {
        if (error instanceof InputCoercionException || error.getCause() instanceof InputCoercionException) {
            return "its number is too large for its type";
        }
        if (error instanceof ValueInstantiationException refused && refused.getCause() != null) {
            return refused.getType().getRawClass().getSimpleName() + " refuses it: "
                    + cut(OneLine.of(String.valueOf(refused.getCause().getMessage())));
        }
        if (error instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
            return mismatch(mismatch);
        }
        return firstLine(error);
    }

    private static String mismatch(MismatchedInputException error) {
        var reason = firstLine(error);
        if (reason.startsWith("Cannot map `null`")) {
            return expected(error) + ", found null";
        }
        if (reason.startsWith("No content to map")) {
            return expected(error) + ", found nothing";
        }
        if (reason.startsWith("Trailing token")) {
            return expected(error) + ", found more behind it; pass one value";
        }
        var found = FOUND.matcher(reason);
        return found.matches() ? expected(error) + ", found " + found.group(1) : reason;
    }

    private static String expected(MismatchedInputException error) {
        return "expected " + error.getTargetType().getSimpleName();
    }

    /** Whether its words may quote a value that is marked, or called like a secret. */
    private static boolean isSecret(JsonMappingException error, String within) {
        return Secrets.isSecret(within)
                || (error instanceof ValueInstantiationException refused && hasSecret(refused))
                || error.getPath().stream()
                        .filter(step -> step.getFieldName() != null)
                        .anyMatch(step -> Secrets.isSecret(step.getFieldName()) || isMarked(step));
    }

    /** A constructor may quote any of its fields. */
    private static boolean hasSecret(ValueInstantiationException refused) {
        var type = refused.getType().getRawClass();
        return !SecretFields.in(type).isEmpty()
                || JsonCodec.STRICT.namesOfFields(type).values().stream()
                        .flatMap(Set::stream)
                        .anyMatch(Secrets::isSecret);
    }

    private static boolean isMarked(JsonMappingException.Reference step) {
        var from =
                step.getFrom() instanceof Class<?> type ? type : step.getFrom().getClass();
        return SecretFields.in(from).contains(step.getFieldName());
    }

    private static String path(JsonMappingException error) {
        return error.getPath().stream().map(JsonReason::named).collect(Collectors.joining("."));
    }

    private static String named(JsonMappingException.Reference step) {
        return step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName();
    }

    /** The keys of a map are part of what was read. */
    private static String unquotedPath(JsonMappingException error) {
        return error.getPath().stream()
                .map(step -> step.getFrom() instanceof Map<?, ?> ? "*" : named(step))
                .collect(Collectors.joining("."));
    }

    private static List<String> known(UnrecognizedPropertyException error) {
        return error.getKnownPropertyIds().stream()
                .map(String::valueOf)
                .sorted()
                .toList();
    }

    /** The library's reason without its advice, which speaks of settings that our users do not have. */
    private static String firstLine(JsonProcessingException error) {
        return error.getOriginalMessage()
                .lines()
                .findFirst()
                .map(line -> line.replaceFirst(" \\((set|use|start marker) .*", ""))
                .map(OneLine::of)
                .map(JsonReason::cut)
                .orElse("no reason given");
    }

    private static String cut(String line) {
        return line.length() <= MOST_CHARACTERS ? line : line.substring(0, MOST_CHARACTERS) + "…";
    }
}
