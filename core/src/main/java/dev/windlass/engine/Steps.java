package dev.windlass.engine;

import dev.windlass.task.Codec;
import dev.windlass.task.Content;
import dev.windlass.task.JobId;
import dev.windlass.task.OneLine;
import dev.windlass.task.Task;
import dev.windlass.task.UnreadableException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The named values that the checkpoints of a job have stored: one small JSON object, from name to the value's own JSON. The type of
 * its content tells it from other states that a job may keep in its checkpoint. Immutable.
 */
final class Steps {
    /** The content type of such a checkpoint. */
    static final String TYPE = "application/vnd.windlass.steps+json";

    private final JobId job;
    private final Map<String, String> values;

    /** How it is written. The values are text within it, so that no number of theirs passes through another type. */
    record Written(Map<String, String> values) {}

    private Steps(JobId job, Map<String, String> values) {
        this.job = job;
        this.values = values;
    }

    static Steps read(JobId job, Optional<Content> checkpoint) {
        return new Steps(job, checkpoint.map(content -> values(job, content)).orElse(Map.of()));
    }

    private static Map<String, String> values(JobId job, Content content) {
        if (!content.type().equals(TYPE)) {
            throw new UnreadableException("the checkpoint of job " + job + " is " + content.type()
                    + " and holds no named values; it was written by another kind of task");
        }
        var json = Content.of(Content.JSON, content.version(), content.bytes());
        var written = Codec.json().decode(json, Written.class);
        if (written == null) {
            throw new UnreadableException("the checkpoint of job " + job + " is null");
        }
        return written.values();
    }

    static void requireName(String name) {
        if (!Task.NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("checkpoint name " + OneLine.quoted(name) + " must match "
                    + Task.NAME.pattern() + "; use letters, digits, dot, underscore and hyphen");
        }
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** The value that was stored under this name. */
    <T> @Nullable T value(String name, Class<T> type) {
        try {
            return Codec.lenientJson().decode(Content.json(values.getOrDefault(name, "null")), type);
        } catch (UnreadableException e) {
            throw e.within(
                    "checkpoint " + OneLine.quoted(name) + " of job " + job + " is no " + type.getSimpleName() + ": ");
        }
    }

    /** These and one more. */
    Steps with(String name, @Nullable Object value) {
        var more = new LinkedHashMap<>(values);
        more.put(name, Codec.json().encode(value, 1).text());
        return new Steps(job, more);
    }

    Content content() {
        return Content.of(TYPE, 1, Codec.json().encode(new Written(values), 1).bytes());
    }
}
