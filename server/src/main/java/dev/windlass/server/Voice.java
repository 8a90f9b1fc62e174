package dev.windlass.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.windlass.task.WindlassException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Says what a command answers: to people in lines on standard output and one sentence about trouble on standard error, to programs
 * as one JSON document on standard output, trouble included.
 */
final class Voice {
    private static final String NAME = "windlass: ";

    /** A sentence quotes what was typed, and that may be a payload in the wrong place. */
    private static final int MOST_CHARACTERS = 2_000;

    /** Everything beyond ASCII is escaped, so that text of jobs cannot steer a terminal that shows it. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean json;

    Voice(PrintWriter out, PrintWriter err, boolean json) {
        this.out = out;
        this.err = err;
        this.json = json;
    }

    /** Says it, and gives the exit code. */
    int say(Answer answer) {
        if (answer instanceof Answer.Given given) {
            return given(given);
        }
        if (answer instanceof Answer.Remarked remarked) {
            return remarked(remarked);
        }
        if (answer instanceof Answer.Script script) {
            out.print(script.text());
            out.flush();
            return ExitCode.OK.number();
        }
        if (answer instanceof Answer.Aside aside) {
            err.println(NAME + PlainText.of(aside.sentence()));
            return aside.exit().number();
        }
        return refused((Answer.Refused) answer);
    }

    /** Says what an exception means to people, never how it came to be. */
    int tell(Exception error) {
        if (error instanceof WindlassException known) {
            return say(new Answer.Refused(ExitCode.of(known.code()), String.valueOf(known.getMessage())));
        }
        if (error instanceof IllegalArgumentException) {
            return say(Answer.badInput(String.valueOf(error.getMessage())));
        }
        return say(new Answer.Refused(ExitCode.BUG, bug(error)));
    }

    private static String bug(Exception error) {
        try {
            return Incident.of(error).sentence();
        } catch (IOException e) {
            return "this is a bug in Windlass, a " + error.getClass().getName()
                    + "; where it happened could not be written down: " + e.getMessage();
        }
    }

    private int given(Answer.Given given) {
        if (json) {
            print(given.json());
        } else {
            given.lines().forEach(line -> out.println(PlainText.of(line)));
        }
        return given.exit().number();
    }

    private int remarked(Answer.Remarked remarked) {
        var exit = given(remarked.given());
        if (!json) {
            err.println(NAME + PlainText.of(remarked.remark()));
        }
        return exit;
    }

    private int refused(Answer.Refused refused) {
        var sentence = cut(refused.sentence());
        if (json) {
            var error = new LinkedHashMap<String, Object>();
            error.put("code", refused.exit().name());
            error.put("exit", refused.exit().number());
            error.put("message", sentence);
            print(Map.of("error", error));
        } else {
            err.println(NAME + PlainText.of(sentence));
        }
        return refused.exit().number();
    }

    private static String cut(String sentence) {
        return sentence.length() <= MOST_CHARACTERS ? sentence : sentence.substring(0, MOST_CHARACTERS) + "…";
    }

    private void print(Map<String, ?> object) {
        try {
            out.println(JSON.writeValueAsString(object));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of strings and numbers is always JSON", e);
        }
    }
}
