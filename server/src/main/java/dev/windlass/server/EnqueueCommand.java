package dev.windlass.server;

import dev.windlass.task.Due;
import dev.windlass.task.Lane;
import dev.windlass.task.Options;
import dev.windlass.task.Queue;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code windlass enqueue TASK JSON}: one job from the command line. */
@Command(
        name = "enqueue",
        description = "Enqueues a job. No task is known on the command line, so the payload is checked when it runs.",
        mixinStandardHelpOptions = true)
final class EnqueueCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
    private WindlassCommand root;

    @Parameters(index = "0", paramLabel = "TASK", description = "name of the task")
    @SuppressWarnings("NullAway.Init") // required, so picocli sets it
    private String task;

    @Parameters(index = "1", paramLabel = "JSON", description = "the payload")
    @SuppressWarnings("NullAway.Init") // required, so picocli sets it
    private String payload;

    @Option(names = "--queue", defaultValue = Queue.DEFAULT_NAME, description = "queue (${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init") // has a default
    private String queue;

    @Option(names = "--lane", defaultValue = "NORMAL", description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init") // has a default
    private Lane lane;

    @Option(names = "--in", description = "run after a wait such as \"1 day 2 hours\"")
    private @Nullable String delay;

    @Option(names = "--at", description = "run at an instant such as 2027-01-01T00:00:00Z")
    private @Nullable String instant;

    @Override
    public Integer call() {
        var options = Options.on(queue).lane(lane).withDue(due());
        root.requireQueue(queue);
        try (var windlass = root.open()) {
            root.console().out().println(windlass.enqueueJson(task, payload, options));
        }
        return ExitCode.OK.number();
    }

    private Due due() {
        if (delay != null && instant != null) {
            throw new IllegalArgumentException("--in and --at cannot both say when the job runs; leave one out");
        }
        if (delay != null) {
            return Options.in(delay).due();
        }
        return instant == null ? Due.NOW : Due.at(parse(instant));
    }

    private static Instant parse(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "--at \"" + text + "\" is not an instant; write it like 2027-01-01T00:00:00Z", e);
        }
    }
}
