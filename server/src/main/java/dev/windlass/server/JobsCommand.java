package dev.windlass.server;

import dev.windlass.store.CancelAnswer;
import dev.windlass.store.JobQuery;
import dev.windlass.store.ReviveAnswer;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code windlass jobs …}: looking at jobs and steering them. */
@Command(name = "jobs", description = "Lists, shows, cancels and revives jobs.", mixinStandardHelpOptions = true)
final class JobsCommand {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli before any command runs
    private WindlassCommand root;

    @Command(name = "list", description = "Lists jobs in order of their ids.", mixinStandardHelpOptions = true)
    int list(
            @Option(names = "--state", description = "only jobs in this state: ${COMPLETION-CANDIDATES}") @Nullable
                    JobState state,
            @Option(names = "--queue", description = "only jobs of this queue") @Nullable String queue,
            @Option(names = "--task", description = "only jobs of this task") @Nullable String task,
            @Option(names = "--after", description = "only jobs after this id: the next page") @Nullable String after,
            @Option(names = "--limit", defaultValue = "100", description = "most jobs to list (${DEFAULT-VALUE})")
                    int limit,
            @Option(names = "--json", description = "print JSON") boolean json) {
        var query = JobQuery.ALL.withLimit(limit);
        query = state == null ? query : query.withState(state);
        query = queue == null ? query : query.withQueue(queue);
        query = task == null ? query : query.withTask(task);
        query = after == null ? query : query.withAfter(JobId.parse(after));
        try (var windlass = root.openExisting()) {
            new JobPrinter(root.console().out(), json).page(windlass.list(query));
        }
        return ExitCode.OK.number();
    }

    @Command(name = "show", description = "Shows a job with its attempts and its log.", mixinStandardHelpOptions = true)
    int show(
            @Parameters(paramLabel = "ID", description = "the job's id") String id,
            @Option(names = "--json", description = "print JSON") boolean json) {
        try (var windlass = root.openExisting()) {
            var jobs = windlass.store().jobs();
            var found = jobs.find(JobId.parse(id));
            if (found.isEmpty()) {
                return unknown(id);
            }
            new JobPrinter(root.console().out(), json).whole(found.get(), jobs);
        }
        return ExitCode.OK.number();
    }

    @Command(name = "cancel", description = "Cancels a job that has not started.", mixinStandardHelpOptions = true)
    int cancel(@Parameters(paramLabel = "ID", description = "the job's id") String id) {
        CancelAnswer answer;
        try (var windlass = root.openExisting()) {
            answer = windlass.cancel(JobId.parse(id));
        }
        return switch (answer) {
            case CANCELLED -> done("job " + id + " is cancelled");
            case RUNNING -> notPossible("job " + id + " is running; only a job that has not started can be cancelled");
            case ENDED -> notPossible("job " + id + " has ended already; there is nothing to cancel");
            case UNKNOWN -> unknown(id);
        };
    }

    @Command(name = "revive", description = "Puts a dead job back into its lane.", mixinStandardHelpOptions = true)
    int revive(@Parameters(paramLabel = "ID", description = "the job's id") String id) {
        ReviveAnswer answer;
        try (var windlass = root.openExisting()) {
            answer = windlass.revive(JobId.parse(id));
        }
        return switch (answer) {
            case REVIVED -> done("job " + id + " is ready again");
            case KEY_TAKEN ->
                notPossible(
                        "job " + id + " cannot be revived: a newer job holds its unique key; cancel that one first");
            case NOT_DEAD -> notPossible("job " + id + " is not dead; only a dead job can be revived");
            case UNKNOWN -> unknown(id);
        };
    }

    private int done(String sentence) {
        root.console().out().println(sentence);
        return ExitCode.OK.number();
    }

    private int notPossible(String sentence) {
        root.console().err().println("windlass: " + sentence);
        return ExitCode.NOT_POSSIBLE.number();
    }

    private int unknown(String id) {
        root.console()
                .err()
                .println("windlass: job " + id + " is unknown here; it may have been pruned, or live in another store");
        return ExitCode.NOT_FOUND.number();
    }
}
