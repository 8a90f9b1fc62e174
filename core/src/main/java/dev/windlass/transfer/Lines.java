package dev.windlass.transfer;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.windlass.store.Transfer;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.UnreadableException;
import dev.windlass.task.WindlassException;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** The lines of an exported file: how each is written and read. */
final class Lines {
    private static final String HEADER = "windlass-export";
    private static final String CLOSING = "jobs";
    private static final int VERSION = 1;

    private final JsonMapper mapper = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_EMPTY, JsonInclude.Include.USE_DEFAULTS))
            .build();

    byte[] header(Instant at) {
        return line(mapper.createObjectNode().put(HEADER, VERSION).put("at", at.toString()));
    }

    byte[] job(Transfer job) {
        return line(JobLine.of(job, this::tree));
    }

    byte[] closing(long jobs) {
        return line(Map.of(CLOSING, jobs));
    }

    /** JSON without line ends of its own, and one behind it. */
    private byte[] line(Object value) {
        try {
            var json = mapper.writeValueAsBytes(value);
            var line = Arrays.copyOf(json, json.length + 1);
            line[json.length] = '\n';
            return line;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a line of an export cannot be written as JSON", e);
        }
    }

    private JsonNode tree(String json) {
        try {
            return mapper.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("its terms are no JSON", e);
        }
    }

    /** Refuses what does not begin as an export of this version does. */
    void requireHeader(LineReader reading) throws IOException {
        var version =
                node(reading.next()).map(node -> node.path(HEADER).asInt()).orElse(0);
        if (version == 0) {
            throw refused(1, "it is no header of an export; choose a file that Windlass has exported");
        }
        if (version != VERSION) {
            throw refused(
                    1,
                    "the export has version " + version + ", this program reads version " + VERSION
                            + "; use the program that wrote it");
        }
    }

    /** How many jobs the closing line counts, if this is one. */
    Optional<Long> closing(byte[] line, long number) {
        var node = node(line).orElseThrow(() -> refused(number, "it is no JSON, so the file is damaged; export anew"));
        if (!node.has("id") && !node.path(CLOSING).canConvertToLong()) {
            throw refused(number, "it is neither a job nor the closing line, so the file is damaged; export anew");
        }
        return node.has("id")
                ? Optional.empty()
                : Optional.of(node.path(CLOSING).asLong());
    }

    private Optional<JsonNode> node(byte[] line) {
        try {
            return Optional.of(mapper.readTree(line));
        } catch (IOException e) {
            // Not JSON, whatever else it is; the caller says what that means where it stands.
            return Optional.empty();
        }
    }

    /** The job of a line. Throws IllegalArgumentException if it makes no sense. */
    Transfer job(byte[] line) {
        try {
            return mapper.readValue(line, JobLine.class).transfer();
        } catch (UnreadableException e) {
            throw new IllegalArgumentException("its terms are none (" + e.getMessage() + ")", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("it does not say a job (" + reason(e) + ")", e);
        }
    }

    private static String reason(IOException error) {
        return error instanceof JsonProcessingException json
                ? json.getOriginalMessage().replaceAll("\\s+", " ")
                : error.toString();
    }

    static WindlassException refused(long line, String fact) {
        return new WindlassException(ErrorCode.BAD_INPUT, "line " + line + " was refused: " + fact);
    }
}
