package dev.windlass.server;

import dev.windlass.Windlass;
import dev.windlass.store.LimitView;
import dev.windlass.store.QueueRow;
import dev.windlass.store.Store;
import dev.windlass.task.Due;
import dev.windlass.task.Lane;
import dev.windlass.task.LimitKey;
import dev.windlass.task.OneLine;
import dev.windlass.task.Options;
import dev.windlass.task.Queue;
import dev.windlass.task.Task;
import dev.windlass.task.Unique;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code windlass enqueue TASK JSON}: one job from the command line. */
@Command(
        name = "enqueue",
        description =
                "Enqueues a job and prints its id; that of the job which holds the key, where --unique finds one. The payload is checked against the task when it runs.")
final class EnqueueCommand implements Callable<Answer> {
    private final Access access;

    @Mixin
    private final DueOptions when = new DueOptions();

    @Mixin
    private final TermOptions terms = new TermOptions();

    @Parameters(index = "0", paramLabel = "TASK", description = "name of the task, such as mail.welcome")
    @SuppressWarnings("NullAway.Init") // required, so picocli sets it
    private String task;

    @Parameters(
            index = "1",
            paramLabel = "JSON",
            converter = Arguments.Json.class,
            description = "the payload, such as '{\"userId\": 42}'")
    @SuppressWarnings("NullAway.Init") // required, so picocli sets it
    private String payload;

    @Option(
            names = "--queue",
            paramLabel = "NAME",
            defaultValue = Queue.DEFAULT_NAME,
            description = "the queue in which it stands (${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init") // has a default
    private String queue;

    @Option(
            names = "--lane",
            paramLabel = "LANE",
            defaultValue = "NORMAL",
            description = "how urgent it is, the most urgent first: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init") // has a default
    private Lane lane;

    @Option(
            names = "--unknown-ok",
            description = "enqueue it even if nothing in the store or the configuration has heard of the task")
    private boolean unknownOk;

    @Option(
            names = "--payload-version",
            paramLabel = "N",
            converter = Arguments.Version.class,
            description = "version of the payload; without it the highest that a worker of the store reads, or 1")
    private @Nullable Integer version;

    EnqueueCommand(Access access) {
        this.access = access;
    }

    @Override
    public Answer call() {
        Task.requireName(task);
        var options =
                Options.on(queue).lane(lane).withDue(when.due().orElse(Due.NOW)).withTerms(terms.terms());
        var rehearsed = access.rehearsal().map(rehearsal -> closing(rehearsal, options));
        if (rehearsed.isPresent() && rehearsed.get() instanceof Answer.Refused refused) {
            return refused;
        }
        return closing(access.open(), options);
    }

    private Answer closing(Windlass windlass, Options options) {
        try (windlass) {
            return enqueue(windlass, options);
        }
    }

    private Answer enqueue(Windlass windlass, Options options) {
        var refusal = unknownQueue(windlass)
                .or(() -> unknownLimit(windlass.store(), options))
                .or(() -> unknownTask(windlass.store()))
                .or(() -> unstartable(windlass.store().now(), options));
        if (refusal.isPresent()) {
            return refusal.get();
        }
        var job = windlass.enqueueJson(task, version(windlass.store()), payload, options);
        return answer(job.id().toString(), job.isNew(), options);
    }

    /** Scripts read the id from standard output, whichever job it is of; what else there is to say goes beside it. */
    private static Answer answer(String id, boolean isNew, Options options) {
        var given = new Answer.Given(ExitCode.OK, List.of(id), Map.of("id", id, "enqueued", isNew));
        if (isNew) {
            return given;
        }
        var key = options.terms().unique().map(Unique::key).orElse("");
        return new Answer.Remarked(
                given,
                "nothing was enqueued: job " + id + " holds the unique key " + OneLine.quoted(key)
                        + " already, and answers");
    }

    private int version(Store store) {
        return Optional.ofNullable(version)
                .orElseGet(() -> KnownTasks.versionPerformed(store, task).orElse(1));
    }

    private Optional<Answer> unknownQueue(Windlass windlass) {
        var known = windlass.queues().list().stream().map(QueueRow::name).toList();
        return known.contains(queue) ? Optional.empty() : Optional.of(unknown("queue", queue, known));
    }

    private static Optional<Answer> unknownLimit(Store store, Options options) {
        var known = store.limits().list().stream().map(LimitView::name).toList();
        return options.terms().limits().stream()
                .map(LimitKey::limit)
                .filter(limit -> !known.contains(limit))
                .map(limit -> unknown("limit", limit, known))
                .findFirst();
    }

    /** It would be dead before it could start. */
    private Optional<Answer> unstartable(Instant now, Options options) {
        var due = options.due().from(now);
        return options.terms()
                .expires()
                .filter(expires -> !expires.from(now).isAfter(due))
                .map(expires -> Answer.badInput("the job would expire (" + terms.expiry() + ") before it is due ("
                        + when.words() + ") and never start; let it expire later"));
    }

    private static Answer unknown(String kind, String name, List<String> known) {
        return Answer.notFound(kind + " \"" + name + "\" is not known to the store, known are "
                + (known.isEmpty() ? "none" : String.join(", ", known)) + "; add it under " + kind + "s: in "
                + Configuration.FILE);
    }

    private Optional<Answer> unknownTask(Store store) {
        if (unknownOk || new KnownTasks(access.configuration(), store).knows(task)) {
            return Optional.empty();
        }
        return Optional.of(Answer.notFound("task \"" + task
                + "\" is unknown: no worker of this store performs it, no job of it was ever here, and "
                + Configuration.FILE + " does not name it under tasks:; if it is no slip, add --unknown-ok"));
    }
}
