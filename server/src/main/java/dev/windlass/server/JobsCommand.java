package dev.windlass.server;

import dev.windlass.Windlass;
import dev.windlass.store.Job;
import dev.windlass.store.JobQuery;
import dev.windlass.store.Store;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import dev.windlass.task.OneLine;
import dev.windlass.task.Task;
import dev.windlass.task.Unique;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code windlass jobs …}: looking at jobs and steering them. */
@Command(name = "jobs", description = "Looks at jobs and steers them.")
final class JobsCommand {
    private final Access access;

    JobsCommand(Access access) {
        this.access = access;
    }

    @Command(
            name = "show",
            description = "Shows a job with its payload, its attempts and its log, and says why it does not run.")
    Answer show(
            @Parameters(paramLabel = "ID", description = "the job's id") JobId id,
            @Option(
                            names = "--reveal",
                            description = "shows values that look like secrets, or are marked as such, as well")
                    boolean reveal) {
        var sight = reveal ? Sight.REVEALED : Sight.MASKED;
        try (var store = access.reading()) {
            return store.jobs()
                    .find(id)
                    .map(job -> JobSheet.whole(job, Diagnosis.of(store).why(job), store.jobs(), sight))
                    .orElseGet(() -> unknown(id));
        }
    }

    @Command(name = "cancel", description = "Cancels a job; one that runs is asked to end.")
    Answer cancel(@Parameters(paramLabel = "ID", description = "the job's id") JobId id) {
        return switch (asked(windlass -> windlass.cancel(id))) {
            case CANCELLED -> done(id, "is cancelled", "CANCELLED");
            case RUNNING -> done(id, "is running; it is asked to end", "RUNNING");
            case ENDED -> Answer.notPossible("job " + id + " has ended already; there is nothing to cancel");
            case UNKNOWN -> unknown(id);
        };
    }

    @Command(
            name = "revive",
            description = "Puts a dead job back into its lane, with all its attempts before it again.")
    Answer revive(@Parameters(paramLabel = "ID", description = "the job's id") JobId id) {
        return asked(windlass -> revive(windlass, id));
    }

    private static Answer revive(Windlass windlass, JobId id) {
        return switch (windlass.revive(id)) {
            case REVIVED -> done(id, "is ready again", "REVIVED");
            case KEY_TAKEN -> Answer.notPossible("job " + id + " cannot be revived: " + taken(windlass.store(), id));
            case NOT_DEAD -> Answer.notPossible("job " + id + " is not dead; only a dead job can be revived");
            case UNKNOWN -> unknown(id);
        };
    }

    /** The newer job is looked for among the open ones of its task, for as long as somebody may be made to wait. */
    private static String taken(Store store, JobId id) {
        var job = store.jobs().find(id).orElseThrow();
        var key = job.terms().unique().map(Unique::key).orElse("");
        var holder = Arrays.stream(JobState.values())
                .filter(state -> !state.ended())
                .flatMap(
                        state -> JobSearch.first(
                                store,
                                JobQuery.ALL
                                        .withTask(job.task())
                                        .withState(state)
                                        .withLimit(JobQuery.MOST))
                                .stream())
                .filter(other -> other.terms().unique().map(Unique::key).equals(Optional.of(key)))
                .max(Comparator.comparing(Job::accepted));
        return holder.map(newer -> "newer job " + newer.id()).orElse("a newer job") + " holds its unique key "
                + OneLine.quoted(key) + "; cancel that one first";
    }

    @Command(name = "run", description = "Lets a job that waits for its time come due now.")
    Answer run(@Parameters(paramLabel = "ID", description = "the job's id") JobId id) {
        return asked(windlass -> run(windlass, id));
    }

    private static Answer run(Windlass windlass, JobId id) {
        var waiting = windlass.find(id).filter(job -> job.state() == JobState.WAITING);
        if (waiting.isPresent()) {
            return Answer.notPossible("job " + id + " does not wait for its time: "
                    + Diagnosis.of(windlass.store()).why(waiting.get()));
        }
        return switch (windlass.runNow(id)) {
            case EDITED -> done(id, "is due now", "EDITED");
            case RUNNING -> Answer.notPossible("job " + id + " is running already");
            case ENDED -> Answer.notPossible("job " + id + " has ended; revive it if it is dead, or enqueue another");
            case UNKNOWN -> unknown(id);
        };
    }

    @Command(name = "unschedule", description = "Cancels all jobs of a task that wait for their time.")
    Answer unschedule(
            @Parameters(paramLabel = "TASK", description = "name of the task, such as mail.welcome") String task) {
        Task.requireName(task);
        var cancelled = asked(windlass -> windlass.unschedule(task));
        return Answer.done(
                "cancelled " + Words.jobs(cancelled) + " of task " + task + " that waited for "
                        + (cancelled == 1 ? "its" : "their") + " time",
                Map.of("task", task, "cancelled", cancelled));
    }

    private <T> T asked(Function<Windlass, T> question) {
        try (var windlass = access.openExisting()) {
            return question.apply(windlass);
        }
    }

    static Answer done(JobId id, String what, String answer) {
        return Answer.done("job " + id + " " + what, Map.of("id", id.toString(), "answer", answer));
    }

    static Answer unknown(JobId id) {
        return Answer.notFound("job " + id + " is unknown here; it may have been pruned, or live in another store");
    }
}
