package dev.windlass.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is wrong with text that is not JSON, in our own words: the parser's are of tokens, code points and settings of its own. */
final class JsonSyntax {
    private static final Pattern CHARACTER = Pattern.compile("Unexpected character \\('(.)' .*");

    /** Bounds, by how the parser begins its sentence about each. */
    private static final Map<String, String> BOUNDS = Map.of(
            "Document nesting depth", "it is nested too deeply",
            "Token count", "it has too many values",
            "Document length", "it is too long",
            "String value length", "a text in it is too long",
            "Number value length", "a number in it has too many digits",
            "Name length", "a name in it is too long",
            "BigDecimal scale", "a number in it is too large or too fine");

    private static final Pattern NUMBERS =
            Pattern.compile(".*? \\((-?\\d+)\\) exceeds the maximum allowed \\((\\d+).*");

    private JsonSyntax() {}

    /** What the parser met, where it is the text that is wrong and not what it means. */
    static Optional<JsonProcessingException> in(JsonProcessingException error) {
        var met = error.getCause() instanceof JsonProcessingException cause ? cause : error;
        var isOfText = met instanceof StreamConstraintsException
                || (met instanceof StreamReadException && !(met instanceof InputCoercionException));
        return isOfText ? Optional.of(met) : Optional.empty();
    }

    static String of(JsonProcessingException error) {
        var said = error.getOriginalMessage();
        if (error instanceof StreamConstraintsException) {
            return bound(said);
        }
        if (error instanceof JsonEOFException) {
            return "it ends before it is complete; close what is open";
        }
        var where = "line " + error.getLocation().getLineNr() + ", column "
                + error.getLocation().getColumnNr();
        var character = CHARACTER.matcher(said);
        return (character.matches()
                        ? where + " has " + OneLine.quoted(character.group(1)) + " where it cannot stand"
                        : where + " cannot be read")
                + "; names and texts stand in double quotes";
    }

    private static String bound(String said) {
        var what = BOUNDS.entrySet().stream()
                .filter(bound -> said.startsWith(bound.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("something in it is over a bound");
        var numbers = NUMBERS.matcher(said);
        return numbers.matches() ? what + ": " + numbers.group(1) + ", the limit is " + numbers.group(2) : what;
    }
}
