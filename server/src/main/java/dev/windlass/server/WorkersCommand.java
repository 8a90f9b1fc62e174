package dev.windlass.server;

import dev.windlass.store.Worker;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code windlass workers}. */
@Command(
        name = "workers",
        description =
                "Lists the workers of the last day, the youngest first, and what they perform: LIVE, DRAINING, which takes nothing more, or ENDED.")
final class WorkersCommand implements Callable<Answer> {
    private final Access access;

    WorkersCommand(Access access) {
        this.access = access;
    }

    @Override
    public Answer call() {
        try (var store = access.reading()) {
            var workers = store.workers().list();
            var lines = workers.stream().map(WorkersCommand::line).toList();
            return Answer.given(
                    lines,
                    Map.of(
                            "workers",
                            workers.stream().map(WorkersCommand::fields).toList()));
        }
    }

    private static String line(Worker worker) {
        return String.format(
                Locale.ROOT,
                "%s  %-8s  %s on %s, pid %d, joined %s, row until %s, performs %s",
                worker.id(),
                worker.state(),
                worker.name(),
                worker.host(),
                worker.pid(),
                worker.joined(),
                worker.until(),
                String.join(", ", new TreeSet<>(worker.tasks().keySet())));
    }

    private static Map<String, Object> fields(Worker worker) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("id", worker.id().toString());
        fields.put("state", worker.state().name());
        fields.put("name", worker.name());
        fields.put("host", worker.host());
        fields.put("pid", worker.pid());
        fields.put("tasks", worker.tasks().keySet().stream().sorted().toList());
        fields.put("joined", worker.joined().toString());
        fields.put("until", worker.until().toString());
        return fields;
    }
}
