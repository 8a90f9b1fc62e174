package dev.windlass.server;

import dev.windlass.store.Edit;
import dev.windlass.store.EditAnswer;
import dev.windlass.store.JobStore;
import dev.windlass.task.Codec;
import dev.windlass.task.Content;
import dev.windlass.task.JobId;
import dev.windlass.task.Lane;
import dev.windlass.task.UnreadableException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code windlass jobs edit}. */
@Command(name = "edit", description = "Changes delay, lane or payload of a job that waits.")
final class JobsEditCommand implements Callable<Answer> {
    private final Access access;

    @Mixin
    private final DueOptions when = new DueOptions();

    @Parameters(paramLabel = "ID", description = "the job's id")
    @SuppressWarnings("NullAway.Init") // required, so picocli sets it
    private JobId id;

    @Option(
            names = "--lane",
            paramLabel = "LANE",
            description = "how urgent it is, the most urgent first: ${COMPLETION-CANDIDATES}")
    private @Nullable Lane lane;

    @Option(
            names = "--payload",
            paramLabel = "JSON",
            converter = Arguments.Json.class,
            description = "the payload instead of the one it has")
    private @Nullable String payload;

    @Option(
            names = "--payload-version",
            paramLabel = "N",
            converter = Arguments.Version.class,
            description = "version of that payload; without it that of the one it has")
    private @Nullable Integer version;

    JobsEditCommand(Access access) {
        this.access = access;
    }

    @Override
    public Answer call() {
        if (version != null && payload == null) {
            return Answer.badInput("--payload-version says how --payload is read; add --payload as well");
        }
        var edit = new Edit(
                Optional.ofNullable(payload).map(text -> content(text, 1)), Optional.ofNullable(lane), when.due());
        if (edit.equals(Edit.NOTHING)) {
            return Answer.badInput("nothing is to be changed; add --in, --at, --lane or --payload");
        }
        try (var windlass = access.openExisting()) {
            return answer(windlass.edit(id, versioned(edit, windlass.store().jobs())));
        }
    }

    /** A payload of the version that the job has, unless another was said: its task reads it by that. */
    private Edit versioned(Edit edit, JobStore jobs) {
        if (payload == null) {
            return edit;
        }
        var kept = Optional.ofNullable(version).or(() -> jobs.payload(id).map(Content::version));
        return edit.withPayload(content(payload, kept.orElse(1)));
    }

    private Answer answer(EditAnswer answer) {
        return switch (answer) {
            case EDITED -> JobsCommand.done(id, "is changed", "EDITED");
            case RUNNING -> Answer.notPossible("job " + id + " is running; only a job that waits can be changed");
            case ENDED -> Answer.notPossible("job " + id + " has ended; only a job that waits can be changed");
            case UNKNOWN -> JobsCommand.unknown(id);
        };
    }

    private static Content content(String json, int version) {
        var content = Content.json(json, version);
        try {
            Codec.json().decode(content, Object.class);
            return content;
        } catch (UnreadableException e) {
            throw new IllegalArgumentException("--payload was refused: " + e.getMessage(), e);
        }
    }
}
