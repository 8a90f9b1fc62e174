package dev.windlass.server;

import dev.windlass.Queues;
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

    @Command(
            name = "list",
            description = "Lists the queues that the store knows, with their bounds and their jobs by state.")
    Answer list() {
        try (var store = access.reading()) {
            return new QueueList(store.queues().list(), QueueCounts.of(store)).answer();
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

    @Command(name = "reset", description = "Takes back what override said: the rules in code hold again.")
    Answer reset(@Parameters(paramLabel = "QUEUE", description = QUEUE) String queue) {
        steer(queues -> queues.reset(queue));
        return done(queue, "is as code declares it", "RESET");
    }

    @Command(name = "purge", description = "Cancels all jobs of a queue that do not run.")
    Answer purge(@Parameters(paramLabel = "QUEUE", description = QUEUE) String queue) {
        try (var windlass = access.openExisting()) {
            var purged = windlass.queues().purge(queue);
            return Answer.done(
                    "cancelled " + Words.jobs(purged) + " of queue " + queue,
                    Map.of("queue", queue, "cancelled", purged));
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
}
