package dev.windlass.benchmarks;

import dev.windlass.Windlass;
import dev.windlass.store.sqlite.SqliteStore;
import java.util.stream.Stream;

/** A stream of jobs, from the call to its return, against the bare inserts in transactions of the same size. */
final class BulkEnqueue implements Measure {
    private static final int CHUNK = 1_000;

    @Override
    public String name() {
        return "bulk enqueue";
    }

    @Override
    public void take(Setting setting, Report report) throws Exception {
        new Turns()
                .with("raw inserts", () -> raw(setting))
                .with("Windlass", () -> windlass(setting))
                .take(setting.scale().rounds())
                .forEach((subject, spread) -> report.figure(name(), subject, spread, "jobs/s"));
    }

    private static double raw(Setting setting) throws Exception {
        var jobs = setting.scale().drainJobs();
        try (var statements = OwnStatements.on(setting.workspace().fresh("bulk-raw.db"))) {
            var began = System.nanoTime();
            for (var accepted = 0; accepted < jobs; accepted += CHUNK) {
                statements.accept(CHUNK);
            }
            return jobs * 1e9 / (System.nanoTime() - began);
        }
    }

    private static double windlass(Setting setting) throws Exception {
        var jobs = setting.scale().drainJobs();
        try (var windlass = Windlass.on(SqliteStore.at(setting.workspace().fresh("bulk.db")))
                .withoutWorkers()
                .start()) {
            var began = System.nanoTime();
            windlass.enqueueAll(
                    Letter.TASK, Stream.generate(() -> Letter.SAMPLE).limit(jobs));
            return jobs * 1e9 / (System.nanoTime() - began);
        }
    }
}
