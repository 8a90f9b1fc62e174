package dev.windlass.transfer;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.windlass.store.QueueRow;
import dev.windlass.store.Transfer;
import dev.windlass.task.Content;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.JobId;
import dev.windlass.task.Limit;
import dev.windlass.task.UnreadableException;
import dev.windlass.task.WindlassException;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** The lines of an exported file: how each is written and read. */
final class Lines {
    private static final String HEADER = "windlass-export";
    private static final String CLOSING = "jobs";
    private static final String OVERRIDES = "overrides";
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

    byte[] part(JobId job, int part, Content content) {
        return line(PartLine.of(job, part, content));
    }

    byte[] override(QueueRow queue) {
        return line(OverrideLine.of(queue, this::tree));
    }

    byte[] override(Limit limit) {
        return line(OverrideLine.of(limit));
    }

    byte[] closing(Count count) {
        var closing = mapper.createObjectNode().put(CLOSING, count.jobs());
        return line(count.overrides() == 0 ? closing : closing.put(OVERRIDES, count.overrides()));
    }

    /** What a line after the header is. */
    enum Kind {
        OVERRIDE,
        PART,
        JOB,
        CLOSING
    }

    /** What a closing line counts. Parts are counted by their jobs. */
    record Count(long jobs, long overrides) {
        static final Count NONE = new Count(0, 0);

        Count with(Kind kind) {
            return switch (kind) {
                case JOB -> new Count(jobs + 1, overrides);
                case OVERRIDE -> new Count(jobs, overrides + 1);
                case PART, CLOSING -> this;
            };
        }

        @Override
        public String toString() {
            return jobs + " jobs" + (overrides == 0 ? "" : " and " + overrides + " overrides");
        }
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

    Kind kind(byte[] line, long number) {
        var node = node(line).orElseThrow(() -> refused(number, "it is no JSON, so the file is damaged; export anew"));
        if (node.has("id")) {
            return Kind.JOB;
        }
        if (node.has(PartLine.MARK)) {
            return Kind.PART;
        }
        if (node.has(OverrideLine.MARK)) {
            return Kind.OVERRIDE;
        }
        if (!node.path(CLOSING).canConvertToLong()) {
            throw refused(number, "it is neither a job nor the closing line, so the file is damaged; export anew");
        }
        return Kind.CLOSING;
    }

    Count closing(byte[] line) {
        var node = node(line).orElseThrow();
        return new Count(node.path(CLOSING).asLong(), node.path(OVERRIDES).asLong());
    }

    private Optional<JsonNode> node(byte[] line) {
        try {
            return Optional.of(mapper.readTree(line));
        } catch (IOException e) {
            // Not JSON, whatever else it is; the caller says what that means where it stands.
            return Optional.empty();
        }
    }

    /** Throws IllegalArgumentException if the line makes no sense. */
    void tell(Receiver receiver, Kind kind, byte[] line) {
        try {
            switch (kind) {
                case JOB -> receiver.job(mapper.readValue(line, JobLine.class).transfer());
                case PART -> receiver.part(mapper.readValue(line, PartLine.class));
                case OVERRIDE -> tell(receiver, mapper.readValue(line, OverrideLine.class));
                case CLOSING -> receiver.end();
            }
        } catch (UnreadableException e) {
            throw new IllegalArgumentException("a part of it cannot be read (" + e.getMessage() + ")", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("it does not say " + called(kind) + " (" + LineReason.of(e) + ")", e);
        }
    }

    private static void tell(Receiver receiver, OverrideLine line) {
        line.queue().ifPresentOrElse(receiver::queue, () -> receiver.limit(line.limit()));
    }

    private static String called(Kind kind) {
        return switch (kind) {
            case JOB -> "a job";
            case PART -> "a part";
            case OVERRIDE -> "an override";
            case CLOSING -> "the end";
        };
    }

    static WindlassException refused(long line, String fact) {
        return new WindlassException(ErrorCode.BAD_INPUT, "line " + line + " was refused: " + fact);
    }
}
