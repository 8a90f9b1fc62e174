package dev.windlass.server;

import dev.windlass.Queues;
import dev.windlass.store.QueueRow;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code windlass queues …}: looking at queues and holding them back. */
@Command(name = "queues", description = "Looks at queues and steers them.")
final class QueuesCommand {
    static final String QUEUE = "the queue's name";

    private final Access access;

    QueuesCommand(Access access) {
        this.access = access;
    }

    @Command(name = "list", description = "Lists the queues that the store knows.")
    Answer list() {
        try (var store = access.reading()) {
            var rows = store.queues().list();
            return Answer.given(
                    rows.stream().map(QueuesCommand::line).toList(),
                    Map.of("queues", rows.stream().map(QueuesCommand::fields).toList()));
        }
    }

    @Command(name = "pause", description = "Holds the jobs of a queue back; those that run go on.")
    Answer pause(@Parameters(paramLabel = "QUEUE", description = QUEUE) String queue) {
        steer(queues -> queues.pause(queue));
        return done(queue, "is paused", "PAUSED");
    }

    @Command(name = "resume", description = "Lets the jobs of a paused queue start again.")
    Answer resume(@Parameters(paramLabel = "QUEUE", description = QUEUE) String queue) {
        steer(queues -> queues.resume(queue));
        return done(queue, "is not paused", "RESUMED");
    }

    @Command(name = "reset", description = "Lets the rules in code hold again.")
    Answer reset(@Parameters(paramLabel = "QUEUE", description = QUEUE) String queue) {
        steer(queues -> queues.reset(queue));
        return done(queue, "is as code declares it", "RESET");
    }

    @Command(name = "purge", description = "Cancels all jobs of a queue that do not run.")
    Answer purge(@Parameters(paramLabel = "QUEUE", description = QUEUE) String queue) {
        try (var windlass = access.openExisting()) {
            var purged = windlass.queues().purge(queue);
            return Answer.done(
                    "cancelled " + purged + " jobs of queue " + queue, Map.of("queue", queue, "cancelled", purged));
        }
    }

    private void steer(Consumer<Queues> command) {
        try (var windlass = access.openExisting()) {
            command.accept(windlass.queues());
        }
    }

    static Answer done(String queue, String what, String answer) {
        return Answer.done("queue " + queue + " " + what, Map.of("queue", queue, "answer", answer));
    }

    private static String line(QueueRow row) {
        var bounds = row.rules().bounds();
        return String.format(Locale.ROOT, "%-6s  %s", row.paused() ? "PAUSED" : "takes", row.name())
                + row.depth()
                        .map(depth -> ", holds " + depth.jobs() + " jobs of " + depth.bytes() + " bytes")
                        .orElse("")
                + (bounds.depth().isPresent() ? ", at most " + bounds.depth().getAsLong() + " jobs" : "")
                + (bounds.bytes().isPresent() ? ", at most " + bounds.bytes().getAsLong() + " bytes" : "")
                + (bounds.concurrency().isPresent()
                        ? ", runs at most " + bounds.concurrency().getAsInt()
                        : "")
                + bounds.rate()
                        .map(rate -> ", starts at most " + rate.count() + " in " + rate.per())
                        .orElse("")
                + (row.override().isPresent() ? ", overridden by hand" : "");
    }

    private static Map<String, Object> fields(QueueRow row) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("name", row.name());
        fields.put("paused", row.paused());
        fields.put("overridden", row.override().isPresent());
        row.depth().ifPresent(depth -> fields.put("jobs", depth.jobs()));
        row.depth().ifPresent(depth -> fields.put("bytes", depth.bytes()));
        row.starts().ifPresent(starts -> fields.put("starts", starts));
        var bounds = row.rules().bounds();
        bounds.depth().ifPresent(most -> fields.put("mostJobs", most));
        bounds.bytes().ifPresent(most -> fields.put("mostBytes", most));
        bounds.concurrency().ifPresent(most -> fields.put("concurrency", most));
        bounds.rate().ifPresent(rate -> fields.put("rate", rate.count() + " in " + rate.per()));
        return fields;
    }
}
